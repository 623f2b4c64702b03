"""A believable world to try the desk and the API on."""
