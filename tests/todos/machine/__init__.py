"""Random operations of two people over HTTP, each done to `tests.todos.model` as well, and compared."""
