"""The whole product in a real browser: the front end as built for production, the service, and their databases."""
