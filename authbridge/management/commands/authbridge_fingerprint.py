"""Compare a secret on two machines without showing it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from authbridge import conf
from authbridge.tokens.keys import fingerprint

NODE = (
    'node -e \'console.log(require("crypto").scryptSync(process.env.BETTER_AUTH_SECRET,'
    '"authbridge",8).toString("hex"))\''
)


class Command(BaseCommand):
    help = "Print a short fingerprint of each shared secret. The same fingerprint on both sides: the same secret."
    requires_system_checks: list[str] = []  # noqa: RUF012 - it must run where the checks fail

    def handle(self, *args: Any, **options: Any) -> None:
        secrets = conf.current().secrets
        if not secrets:
            raise CommandError("There is no shared secret: set BETTER_AUTH_SECRET.")
        for position, secret in enumerate(secrets):
            self.stdout.write(f"{fingerprint(secret)}  {'current' if position == 0 else 'previous'}")
        self.stderr.write(f"The same in the front end's environment:\n  {NODE}")
