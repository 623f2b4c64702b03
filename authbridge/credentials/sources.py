"""Where a request carries its credential. These functions know headers and cookies, never a token's inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.http import HttpRequest

from authbridge.conf import Conf
from authbridge.errors import CredentialRefused, Reason
from authbridge.tokens.jws import MAX_TOKEN
from authbridge.tokens.session_cookies import joined

HEADER = "header"
ACCESS_COOKIE = "access_cookie"
SESSION_DATA_COOKIE = "session_data_cookie"
SESSION_TOKEN_COOKIE = "session_token_cookie"  # noqa: S105 - the name of a source
COOKIES = frozenset({ACCESS_COOKIE, SESSION_DATA_COOKIE, SESSION_TOKEN_COOKIE})

# RFC 6750 section 2.1: the scheme in any case, then b64token.
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)
_SCHEME = re.compile(r"bearer(?:[ \t,]|$)", re.IGNORECASE)
_LONGEST_HEADER = MAX_TOKEN + len("Bearer ")


class Credential(NamedTuple):
    """A credential as found: the name of its source, and its text."""

    source: str
    text: str


def find(request: HttpRequest, conf: Conf) -> Credential | None:
    """The one credential of a request, from the configured sources; None when there is none.

    Raises CredentialRefused for two credentials, since nobody could say which of them acts.
    Better Auth's two session cookies are one credential, since browsers always send both: the one
    that SOURCES names first counts.
    """
    found: Credential | None = None
    for name in conf.keys.SOURCES:
        text = FINDERS[name](request, conf)
        if text is None:
            continue
        if found is None:
            found = Credential(name, text)
        elif not _same_session(found.source, name):
            raise CredentialRefused(Reason.TWO_CREDENTIALS, f"{found.source} and {name}")
    return found


def from_header(request: HttpRequest, conf: Conf) -> str | None:
    """The token of `Authorization: Bearer`; None for no header or another scheme."""
    header = request.META.get("HTTP_AUTHORIZATION")
    if not header:
        return None
    if len(header) <= _LONGEST_HEADER:
        # Two headers reach WSGI joined by a comma, which is no character of a token.
        bearer = _BEARER.fullmatch(header)
        if bearer is not None:
            return bearer[1]
    if _SCHEME.match(header) is None:
        return None
    if len(header) > _LONGEST_HEADER:
        raise CredentialRefused(Reason.OVERSIZE, "Authorization")
    raise CredentialRefused(Reason.HEADER_FORM, "Authorization is not Bearer and one token")


def from_access_cookie(request: HttpRequest, conf: Conf) -> str | None:
    """The token of our own access cookie."""
    return request.COOKIES.get(conf.keys.ACCESS_COOKIE) or None


def from_session_data_cookie(request: HttpRequest, conf: Conf) -> str | None:
    """Better Auth's cookie cache (`strategy: "jwt"`), put together from its pieces."""
    return joined(request.COOKIES, conf.session_data_cookie)


def from_session_token_cookie(request: HttpRequest, conf: Conf) -> str | None:
    """Better Auth's signed session token, as the browser sends it."""
    return request.COOKIES.get(conf.session_token_cookie) or None


def _same_session(first: str, second: str) -> bool:
    return {first, second} == {SESSION_DATA_COOKIE, SESSION_TOKEN_COOKIE}


FINDERS: Mapping[str, Callable[[HttpRequest, Conf], str | None]] = {
    HEADER: from_header,
    ACCESS_COOKIE: from_access_cookie,
    SESSION_DATA_COOKIE: from_session_data_cookie,
    SESSION_TOKEN_COOKIE: from_session_token_cookie,
}
