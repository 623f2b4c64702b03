"""Better Auth's own `user` and `session` tables, read only. An opt-in app without models.

Plain SQL over names from the settings: a model class would freeze the names at import, offer to
write, and select every column, of which `session.token` is a live credential.
"""
