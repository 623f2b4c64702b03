"""Sessions of local accounts: refresh tokens, their families and rotation, log-in and log-out."""
