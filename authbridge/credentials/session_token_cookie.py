"""Better Auth's signed `session_token` cookie: the session itself, looked up in Better Auth's table."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import cast

from django.http import HttpRequest
from django.utils.module_loading import import_string

from authbridge.conf import Conf
from authbridge.credentials.kind import CredentialKind
from authbridge.tokens.claims import BearerClaims
from authbridge.tokens.session_cookies import signed_token
from authbridge.tokens.verifier import Verified

BETTER_AUTH_SESSION = "better-auth"


def find_session_token(request: HttpRequest, conf: Conf) -> str | None:
    """The cookie as the browser sends it: percent-encoded `token.signature`."""
    return request.COOKIES.get(conf.session_token_cookie) or None


def verify_session_token(
    text: str, request: HttpRequest, conf: Conf, shape_class: type[BearerClaims] | None = None
) -> Verified:
    """The person of the live session behind the cookie. Raises TokenError; CannotDecide while the table is away."""
    return _session_of_token()(signed_token(text, conf.shared_ring))


# The directory is an app of its own, above this file: it is reached by name, and only when it is on.
@cache
def _session_of_token() -> Callable[[str], Verified]:
    return cast("Callable[[str], Verified]", import_string("authbridge.directory.live.session_of_token"))


SESSION_TOKEN_COOKIE = CredentialKind(
    "session_token_cookie", find_session_token, verify_session_token, session=BETTER_AUTH_SESSION
)
