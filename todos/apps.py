"""The app."""

from django.apps import AppConfig


class TodosConfig(AppConfig):
    """Tasks, their lists and their history."""

    name = "todos"
    verbose_name = "People and tasks"
