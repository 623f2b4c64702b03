"""Who may come in: accounts, sessions, locks, second factors, and the trail of all that."""
