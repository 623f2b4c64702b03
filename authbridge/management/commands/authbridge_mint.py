"""Print a token that this service accepts, as the Better Auth front end would have signed it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from authbridge import conf
from authbridge.conf.settings import Keys
from authbridge.errors import ClaimRefused, TokenError
from authbridge.principal import Principal
from authbridge.tokens.claims import identifier


class Command(BaseCommand):
    help = "Print a token for development that this service accepts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sub", default="demo", help="The user's id (default: demo).")
        parser.add_argument("--expires-in", type=int, default=900, help="Seconds the token lives (default: 900).")
        parser.add_argument("--sid", help="The id of a session, for the checks that ask about sessions.")
        parser.add_argument(
            "--claim", action="append", default=[], metavar="NAME=VALUE", help="A further claim, as text; repeatable."
        )
        parser.add_argument("--force", action="store_true", help="Also where BASE_URL is not this machine.")

    def handle(self, *args: Any, **options: Any) -> None:
        current = conf.current()
        if conf.deployed() and not options["force"]:
            raise CommandError(
                "BASE_URL is not on this machine, so this looks like a deployment. A minted token acts as any user "
                "it names, for as long as it lives. Sign in through the front end, or say --force."
            )
        if not 0 < options["expires_in"] <= current.keys.MAX_LIFETIME:
            raise CommandError(f"--expires-in is from 1 to {current.keys.MAX_LIFETIME:.0f} (MAX_LIFETIME).")
        try:
            principal = Principal(id=identifier(options["sub"], "sub"), session_id=options["sid"])
            claims = {**_mapped(principal, current.keys), **_further(options["claim"])}
            token = current.mint_issuer.issue(principal, claims, lifetime=options["expires_in"])
        except ClaimRefused:
            raise CommandError("--sub is 1 to 255 visible characters without blanks.") from None
        except LookupError:
            raise CommandError("There is no shared secret to sign with: set BETTER_AUTH_SECRET.") from None
        try:
            current.verifier().verify(token)
        except TokenError as error:
            raise CommandError(
                f"This service would refuse the token ({error}), so none was printed. If a setting of AUTHBRIDGE asks "
                "for a claim, as REQUIRED_CLAIMS does, give it with --claim NAME=VALUE."
            ) from None
        self.stdout.write(token)


def _mapped(principal: Principal, keys: Keys) -> dict[str, str]:
    """The id of the user and of the session, under the names by which the service reads them."""
    given = {keys.USER_ID_CLAIM: principal.id, keys.SESSION_ID_CLAIM: principal.session_id}
    return {name: value for name, value in given.items() if value is not None}


def _further(pairs: list[str]) -> dict[str, str]:
    if not all(pair.partition("=")[0] and "=" in pair for pair in pairs):
        raise CommandError("--claim is NAME=VALUE, as in --claim tenant=acme.")
    return dict(pair.split("=", 1) for pair in pairs)
