"""`manage.py todos_renew`: what was handed out before a failover that may have lost commits fits nothing any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from todos.operations.renew import renew


class Command(BaseCommand):
    """After a standby was promoted that may have missed commits; `todos_restore` does it by itself."""

    help = "Begin a new epoch: sync tokens and entity tags given out before are refused, and no id is given again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Renew."""
        if not renew():
            raise CommandError(
                "The database is of an earlier release, which knows no epochs, so devices may keep tasks that were "
                "lost. Run manage.py migrate, then manage.py todos_renew again."
            )
        self.stdout.write("A new epoch has begun: devices will load their lists anew.")
