"""A request in, who is calling out: the life of a credential in one file.

find it (`sources`) → did a trusted page send it (`csrf`) → verify it (`verifier`) → does it still
hold (`revocation`, `directory`).
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import cache
from typing import cast

from django.http import HttpRequest
from django.utils.module_loading import import_string

from authbridge import conf, csrf, revocation
from authbridge.conf import Conf
from authbridge.credentials import sources
from authbridge.errors import CredentialRefused, Reason
from authbridge.principal import LOCAL
from authbridge.tokens.claims import BearerClaims
from authbridge.tokens.session_cookies import signed_token, token_digest
from authbridge.tokens.verifier import Verified


def recognise(request: HttpRequest, shape_class: type[BearerClaims] | None = None) -> Verified | None:
    """Who is calling, and by which claims; None when there is no credential. Raises TokenError."""
    current = conf.current()
    credential = sources.find(request, current)
    if credential is None:
        return None
    if credential.source != sources.HEADER:
        csrf.enforce(request, current)
    verified = _verified(request, credential, current, shape_class)
    still_holds(verified, current)
    return verified


def still_holds(verified: Verified, current: Conf) -> None:
    """Ask what may have ended since a token was issued. Raises TokenError; asks nobody when all is off."""
    if current.keys.REVOCATION or verified.principal.source == LOCAL:
        revocation.check(verified)
    if current.keys.LIVE_SESSION_CHECK and verified.principal.source != LOCAL:
        _directory_check("require_live")(verified)


def _verified(
    request: HttpRequest, credential: sources.Credential, current: Conf, shape_class: type[BearerClaims] | None
) -> Verified:
    if credential.source == sources.SESSION_TOKEN_COOKIE:
        return _directory_read("session_of_token")(signed_token(credential.text, current.shared_ring))
    if credential.source == sources.SESSION_DATA_COOKIE:
        verified = current.session_data_reader.read(credential.text)
        _same_session(request, verified, current)
        return verified
    return current.reader(shape_class).read(credential.text)


def _same_session(request: HttpRequest, verified: Verified, current: Conf) -> None:
    """Both session cookies, where both are there, are of one session, as Better Auth demands too."""
    signed = sources.from_session_token_cookie(request, current)
    if signed is None:
        return
    digest = token_digest(signed_token(signed, current.shared_ring))
    if not hmac.compare_digest(digest, str(verified.claims["session"].get("tokenDigest", ""))):
        raise CredentialRefused(Reason.TWO_CREDENTIALS, "session_data and session_token differ")


# The directory is an app of its own, above this file: it is reached by name, and only when it is on.
@cache
def _directory_check(name: str) -> Callable[[Verified], None]:
    return cast("Callable[[Verified], None]", import_string(f"authbridge.directory.live.{name}"))


@cache
def _directory_read(name: str) -> Callable[[str], Verified]:
    return cast("Callable[[str], Verified]", import_string(f"authbridge.directory.live.{name}"))
