"""The front end's Better Auth server, whose tokens the load carries: one may kill it."""

from __future__ import annotations

import os
import signal
from types import TracebackType
from typing import Self

from tests.better_auth.options import Way
from tests.better_auth.server import BetterAuthServer


class Issuer:
    """Signs with the shared secret (HS256) and with keys that the service fetches (JWKS)."""

    def __init__(self) -> None:
        self._server = BetterAuthServer.start(flavour="eddsa")

    @property
    def variables(self) -> dict[str, str]:
        """The service's settings. The key set is asked for every second, so that it is missed while the server is dead."""
        return {
            "BETTER_AUTH_SECRET": self._server.secret or "",
            "BETTER_AUTH_URL": self._server.origin,
            "AUTHBRIDGE_JWKS_URL": self._server.jwks_url,
            "AUTHBRIDGE_JWKS_MAX_AGE": "1",
            "AUTHBRIDGE_JWKS_COOLDOWN": "1",
        }

    def tokens(self, number: int) -> list[str]:
        """Tokens of so many people, by turns of the one kind and the other."""
        ways: list[Way] = ["hs256-route", "jwks"] * number
        return [self._server.token(self._server.sign_up(), way) for way in ways[:number]]

    def kill(self) -> None:
        """kill -9."""
        os.kill(self._server.pid, signal.SIGKILL)

    def start(self) -> None:
        """Again, on the same port and database."""
        self._server.restart()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
