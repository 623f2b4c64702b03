"""Which migrations of the installed apps a database has not seen."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

COMMAND = "python manage.py migrate"


def missing(alias: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Their names, as `app.0001_name`, in the order in which they would run. Raises `DatabaseError`.

    A migration that the database knows and the code does not is no fault: the code may be the older one.
    """
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def described(names: list[str]) -> str:
    """One sentence for the operator: how many are missing, the first, and the command."""
    count = "a migration" if len(names) == 1 else f"{len(names)} migrations"
    first = names[0] if len(names) == 1 else f"the first is {names[0]}"
    return f"The database lacks {count}, {first}: run `{COMMAND}`."
