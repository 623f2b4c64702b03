"""Why are tokens refused? Looks at every part of the bridge, and at a token."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from authbridge.doctor.installation import Finding, examine
from authbridge.doctor.token import Diagnosis, diagnose

STDIN = "-"
_MARKS = {"ok": "ok  ", "warning": "WARN", "problem": "BAD ", "off": "off "}


class Command(BaseCommand):
    help = "Look at settings, keys, caches, database, key set, clock and CORS, and say why a token is refused."
    requires_system_checks: list[str] = []  # noqa: RUF012 - the doctor must run where the checks fail

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--token",
            help="A token, a cookie's value or a whole Cookie header; - reads it from standard input, out of the "
            "history.",
        )
        parser.add_argument(
            "--fingerprint",
            default="",
            help="The fingerprint of the front end's BETTER_AUTH_SECRET: tells a wrong secret from a rotated or "
            "separate one.",
        )
        parser.add_argument("--json", action="store_true", help="One JSON object for programs.")

    def handle(self, *args: Any, **options: Any) -> None:
        given = sys.stdin.read() if options["token"] == STDIN else options["token"]
        if given is not None and not given.strip():
            raise CommandError("There is no token: --token was empty, or nothing came on standard input.")
        findings = list(examine())
        readable = not any("E006" in finding.says for finding in findings)
        token = diagnose(given, options["fingerprint"]) if given and readable else None
        healthy = all(finding.state != "problem" for finding in findings) and (token is None or token.accepted)
        if options["json"]:
            self.stdout.write(json.dumps(_document(findings, token, healthy), indent=2, default=dict))
        else:
            self._print(findings, token)
        if not healthy:
            sys.exit(1)

    def _print(self, findings: list[Finding], token: Diagnosis | None) -> None:
        for finding in findings:
            self.stdout.write(f"{_MARKS[finding.state]} {finding.part}: {finding.says}")
            if finding.mend and finding.state not in ("ok", "off"):
                self.stdout.write(f"       {finding.mend}")
        if token is not None:
            self.stdout.write(f"{'ok  ' if token.accepted else 'BAD '} token: {token.cause}")
            if not token.accepted:
                self.stdout.write(f"       reason in the audit log: {token.reason}")
                self.stdout.write(f"       {token.mend}")


def _document(findings: list[Finding], token: Diagnosis | None, healthy: bool) -> dict[str, Any]:
    verdict = None
    if token is not None:
        verdict = {
            "accepted": token.accepted,
            "reason": token.reason,
            "cause": token.cause,
            "mend": token.mend,
        }
    return {"healthy": healthy, "findings": [asdict(finding) for finding in findings], "token": verdict}
