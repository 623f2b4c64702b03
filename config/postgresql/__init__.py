"""Django's PostgreSQL backend, except for how it finds out that a kept connection is dead."""
