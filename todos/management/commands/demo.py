"""`manage.py demo`: fill a believable world and print log-ins of support staff."""

from __future__ import annotations

import random
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from todos import demo


class Command(BaseCommand):
    """People, tasks, histories, failed log-ins, and staff to look at them."""

    help = "Fill a believable world to try the support desk on, and print a log-in for each role."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many people, and the seed of the dice."""
        parser.add_argument("--people", type=int, default=40, help="how many people (default 40)")
        parser.add_argument("--seed", type=int, default=7, help="the same seed, the same world (default 7)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is being made."""
        dice = random.Random(options["seed"])  # noqa: S311 - a demo, not a secret
        self.stdout.write(f"Making {options['people']} people and their tasks …")
        demo.people(options["people"], dice, self.stdout.write)
        demo.failed_logins(60, dice)
        self.stdout.write("Staff log-ins for /admin/ (new passwords each time this runs):")
        for email, password in demo.staff().items():
            self.stdout.write(f"  {email:32} {password}")
