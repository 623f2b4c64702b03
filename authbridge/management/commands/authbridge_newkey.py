"""Print a new secret, and what to do with it."""

from __future__ import annotations

import secrets
import string
from typing import Any

from django.core.management.base import BaseCommand

from authbridge.tokens.keys import fingerprint

LENGTH = 64  # letters and digits: 381 bits, and nothing a shell, a .env file or YAML could read differently


class Command(BaseCommand):
    help = "Print a new random secret of letters and digits."
    requires_system_checks: list[str] = []  # noqa: RUF012 - the first secret is made where there is none

    def handle(self, *args: Any, **options: Any) -> None:
        secret = "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(LENGTH))
        self.stdout.write(secret)
        self.stderr.write(
            f"Its fingerprint is {fingerprint(secret)}. To rotate: make it current and list the old one in "
            "BETTER_AUTH_SECRET_PREVIOUS until the longest old token has expired (docs/rotation.md)."
        )
