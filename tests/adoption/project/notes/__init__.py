"""The other project's one app."""
