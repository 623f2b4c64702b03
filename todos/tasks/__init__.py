"""Writing tasks: the owner's transaction, and every verb that changes a row."""
