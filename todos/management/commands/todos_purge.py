"""`manage.py todos_purge`: end what is past its time. Run it daily; it may be stopped and repeated."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from todos.clock import now
from todos.operations import purge


class Command(BaseCommand):
    """Trash after 30 days, tombstones after 90, kept answers after 24 hours, history after a year."""

    help = "End what is past its time: trash (30 days), tombstones (90), kept answers (24 h), history (a year)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how far it has come."""
        purge.purge(now(), self.stdout.write)
        self.stdout.write("Done.")
