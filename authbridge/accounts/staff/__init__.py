"""Local accounts in Django's admin: log-in behind the same guard."""
