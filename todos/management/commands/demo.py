"""`manage.py demo`: fill a believable world and print log-ins of support staff."""

from __future__ import annotations

import random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from authbridge import conf
from todos.support.demo import staff, world


class Command(BaseCommand):
    """People, tasks, histories, failed log-ins, locks, what staff did, and log-ins to look at it all."""

    help = (
        "Fill a believable world to try the support desk on, and print a log-in for each role. "
        "Run again, it keeps what is there and makes new passwords."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How many people, the seed of the dice, and whether it may be a deployment."""
        parser.add_argument("--people", type=int, default=40, help="how many people (default 40)")
        parser.add_argument("--seed", type=int, default=7, help="the same seed, the same world (default 7)")
        parser.add_argument("--force", action="store_true", help="also where BETTER_AUTH_URL is not this machine")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is being made. Raises `CommandError` where it looks like a deployment."""
        if conf.deployed() and not options["force"]:
            raise CommandError(
                "BETTER_AUTH_URL is not on this machine, so this looks like a deployment. The demo adds made-up people "
                "and an administrator whose password it prints. Run it on a database of its own, or say --force."
            )
        self.stdout.write(f"Making {options['people']} people and their tasks …")
        new = world.people(options["people"], options["seed"], self.stdout.write)
        if new < options["people"]:
            self.stdout.write(f"  {options['people'] - new} of them were there already and stay as they are")
        self.stdout.write("Making failed log-ins, refused tokens and locks …")
        staff.refusals(80, random.Random(options["seed"]))  # noqa: S311 - a demo, not a secret
        staff.locks()
        self.stdout.write("Making staff, and what they did …")
        logins = staff.staff()
        staff.deeds("support.write@demo.example.com", self.stdout.write)
        self.stdout.write("Staff log-ins for /admin/ (new passwords each time this runs):")
        for email, password in logins.items():
            self.stdout.write(f"  {email:32} {password}")
