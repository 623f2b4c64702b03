"""Show what a token says, without believing it and without its signature."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from authbridge.doctor.token import unverified

STDIN = "-"
_DATES = ("iat", "nbf", "exp")


class Command(BaseCommand):
    help = "Show a token's header and claims. Nothing is verified; authbridge_doctor --token says whether it is good."
    requires_system_checks: list[str] = []  # noqa: RUF012 - it must run where the checks fail

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("token", nargs="?", default="-", help="The token; - (the default) reads standard input.")

    def handle(self, *args: Any, **options: Any) -> None:
        text = sys.stdin.read() if options["token"] == STDIN else options["token"]
        token = text.strip().removeprefix("Bearer ").strip()
        header, claims = unverified(token)
        if not header:
            raise CommandError("This is not a JSON Web Token. `authbridge_doctor --token -` says what it may be.")
        self.stdout.write("NOT VERIFIED")
        for title, part in (("header", header), ("claims", claims)):
            self.stdout.write(f"{title}: {json.dumps(dict(part), indent=2, ensure_ascii=False, default=_plain)}")
        for name in _DATES:
            value = claims.get(name)
            if isinstance(value, int | float) and 0 < value < 253_402_300_799:
                self.stdout.write(f"{name}: {datetime.fromtimestamp(value, UTC).isoformat()}")


def _plain(value: Any) -> Any:
    # The live session token of a session cookie is never shown.
    return {name: "…" if name == "token" else inner for name, inner in value.items()}
