"""`manage.py todos_restore FILE`: replace the database by a backup. `make restore FROM=…` calls it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from todos.models import Task
from todos.operations.backup import BackupError, restore


class Command(BaseCommand):
    """Refuses to overwrite tasks unless told to."""

    help = "Replace the database by a backup, completely or not at all. Stop the service first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="What `todos_backup` wrote.")
        parser.add_argument("--replace", action="store_true", help="Overwrite the tasks that are there.")

    def handle(self, *args: Any, path: Path, replace: bool, verbosity: int, **options: Any) -> None:
        if not replace and "todos_task" in connection.introspection.table_names() and Task.objects.exists():
            raise CommandError(
                "The database already holds tasks, and a restore would throw them away. Back it up first "
                "(make backup), then repeat with --replace (make restore FROM=… REPLACE=1)."
            )
        try:
            renewed = restore(path, self.stderr.write if verbosity else lambda _: None)
        except BackupError as error:
            raise CommandError(str(error)) from None
        older = (
            ""
            if renewed
            else "The backup is older than the code; run: manage.py migrate, then: manage.py todos_renew. "
        )
        self.stdout.write(f"Restored. {older}Then: manage.py todos_verify")
