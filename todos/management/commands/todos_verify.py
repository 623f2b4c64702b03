"""`manage.py todos_verify`: check every invariant over all rows; `--repair` mends counts and derived columns."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.models import F, Sum

from todos.models import Owner
from todos.operations import verify

SHOWN = 50  # findings written out; the rest is counted


class Command(BaseCommand):
    """Exit 0: everything holds, or was repaired. Exit 1: something does not."""

    help = "Check that every list agrees with its tasks and every task with itself. Safe while the service runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="Mend counts and the columns that follow from others."
        )

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        """Check, say what was found, mend."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")  # a whole table takes longer than a request may
        lists = Owner.objects.count()
        tasks = Owner.objects.aggregate(all=Sum(F("total") + F("trashed"), default=0))["all"]
        found: Counter[str] = Counter()
        left = 0
        for check, what, number in ((verify.check_lists, "lists", lists), (verify.check_tasks, "tasks", tasks)):
            for finding in check(Progress(self, what, number)):
                found[finding.rule] += 1
                if sum(found.values()) <= SHOWN:
                    where = f"task {finding.task_id}" if finding.task_id else "list"
                    self.stdout.write(f"{where} of {finding.user_id}: {finding.rule}: {finding.detail}")
                left += not (repair and verify.repair(finding))
        self._conclude(found, left, repair=repair)

    def _conclude(self, found: Counter[str], left: int, *, repair: bool) -> None:
        total = sum(found.values())
        if not total:
            self.stdout.write("Everything holds.")
            return
        rules = ", ".join(f"{rule} {number}" for rule, number in sorted(found.items()))
        self.stdout.write(f"{total} findings ({rules}); {total - left} repaired.")
        if left:
            hint = (
                "These need a person: look at the tasks named above." if repair else "Mend with: todos_verify --repair"
            )
            self.stderr.write(f"{left} do not hold. {hint}")
            sys.exit(1)


class Progress:
    """`checked 4000 of 100000 tasks (4 %)`, once per batch."""

    def __init__(self, command: BaseCommand, what: str, total: int) -> None:
        self.command, self.what, self.total, self.done = command, what, total, 0

    def __call__(self, more: int) -> None:
        """Say that `more` are done."""
        self.done += more
        share = f"{self.done * 100 // self.total} %" if self.total else "all"
        self.command.stderr.write(f"checked {self.done} of {self.total} {self.what} ({share})")
