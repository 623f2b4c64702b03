"""From a request to who is calling: one file per kind of credential, a registry of them, and `resolve`."""
