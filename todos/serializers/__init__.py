"""The members of a task: what a client may write in each, and how each is written as JSON."""
