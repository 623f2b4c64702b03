"""`manage.py todos_backup`: the whole database in one file. `make backup` calls it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from todos.operations.backup import BackupError, backup


class Command(BaseCommand):
    """Prints the path of the backup on standard output, progress on standard error."""

    help = "Back the database up to a file of its own, readable by its owner only. Safe while the service runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", default="backups", type=Path, help="The directory (default: backups/).")

    def handle(self, *args: Any, to: Path, verbosity: int, **options: Any) -> None:
        try:
            path = backup(to, self.stderr.write if verbosity else lambda _: None)
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(str(path))
