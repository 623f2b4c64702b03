"""Show what a token says, without believing it and without its signature."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from authbridge.doctor.token import unverified, without_live_tokens, without_scheme

STDIN = "-"
_DATES = ("iat", "nbf", "exp")


class Command(BaseCommand):
    help = "Show a token's header and claims. Nothing is verified; authbridge_doctor --token says whether it is good."
    requires_system_checks: list[str] = []  # noqa: RUF012 - it must run where the checks fail

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("token", nargs="?", default="-", help="The token; - (the default) reads standard input.")

    def handle(self, *args: Any, **options: Any) -> None:
        text = sys.stdin.read() if options["token"] == STDIN else options["token"]
        header, claims = unverified(without_scheme(text))
        if not header:
            raise CommandError("This is not a JSON Web Token. `authbridge_doctor --token -` says what it may be.")
        self.stdout.write("NOT VERIFIED")
        for title, part in (("header", dict(header)), ("claims", without_live_tokens(header, claims))):
            self.stdout.write(f"{title}: {json.dumps(part, indent=2, ensure_ascii=False, default=dict)}")
        for name in _DATES:
            value = claims.get(name)
            if isinstance(value, int | float) and 0 < value < 253_402_300_799:
                self.stdout.write(f"{name}: {datetime.fromtimestamp(value, UTC).isoformat()}")
