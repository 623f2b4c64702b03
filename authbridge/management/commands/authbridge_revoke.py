"""End a session, a token, or everything of a person, before its exp."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from authbridge import conf, revocation


class Command(BaseCommand):
    help = "Refuse, from now on, the tokens of a session or a person, or one token."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--sid", help="The id of a session.")
        what.add_argument("--jti", help="The id of one token.")
        what.add_argument("--user", help="A user's id: everything issued until now.")

    def handle(self, *args: Any, **options: Any) -> None:
        keys = conf.keys()
        backend = conf.setting("CACHES", {}).get(keys.REVOCATION_CACHE, {}).get("BACKEND", "")
        if "locmem" in backend:
            raise CommandError(
                "The revocation list is in each process's own memory, so nothing said here would reach the service. "
                "Set CACHE_URL to a Redis that the service uses too."
            )
        if options["sid"]:
            revocation.revoke_session(options["sid"], actor="authbridge_revoke")
        elif options["jti"]:
            revocation.revoke_token(options["jti"], actor="authbridge_revoke")
        else:
            revocation.revoke_subject(options["user"], actor="authbridge_revoke")
        self.stdout.write("Revoked.")
        if not keys.REVOCATION:
            self.stderr.write(
                "REVOCATION is off, so this ends tokens of local accounts only: set AUTHBRIDGE_REVOCATION=1."
            )
