"""The change feed: what a device asks to hold the same tasks as the server."""
