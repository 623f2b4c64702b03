"""The app."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class TodosConfig(AppConfig):
    """Tasks, their lists and their history."""

    name = "todos"
    verbose_name = "People and tasks"

    def ready(self) -> None:
        """Let new connections keep the deadline of a request."""
        connection_created.connect(_watch, dispatch_uid="todos.deadline")


def _watch(connection: Any, **_: Any) -> None:
    from todos import deadline  # it needs the settings, and Django REST framework

    deadline.watch(connection)
