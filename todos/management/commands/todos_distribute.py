"""`manage.py todos_distribute`: spread every per-user table over a Citus cluster."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from todos.operations import citus


class Command(BaseCommand):
    """Distribute the tables by `user_id`; repeatable, and refused where the extension is missing."""

    help = "Spread every per-user table over the nodes of a Citus cluster, by user_id. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--keys-only`: make the keys fit, on any PostgreSQL, and distribute nothing."""
        parser.add_argument("--keys-only", action="store_true", help="only make every primary key contain user_id")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was done, a line for each table."""
        try:
            (citus.widen_keys if options["keys_only"] else citus.distribute)(self.stdout.write)
        except citus.NotPossibleError as reason:
            raise CommandError(str(reason)) from None
