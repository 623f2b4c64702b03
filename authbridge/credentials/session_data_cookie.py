"""Better Auth's `session_data` cookie: its cookie cache, of strategy `jwt` under the shared secret.

Of the other strategies (`compact`, which is Better Auth's default, `jwe`, and `jwt` under the key set) nothing
can be read here. Such a cookie, one past its end, and one of an earlier `cookieCache.version` are no credential,
as Better Auth itself then asks the session token; one that somebody forged is refused.
"""

from __future__ import annotations

import hmac

from django.http import HttpRequest

from authbridge.conf import Conf
from authbridge.credentials.kind import CredentialKind, Unusable
from authbridge.credentials.session_token_cookie import BETTER_AUTH_SESSION, find_session_token
from authbridge.errors import ClaimRefused, CredentialRefused, MalformedToken, Reason, TokenEnded, TokenExpired
from authbridge.tokens.claims import BearerClaims
from authbridge.tokens.session_cookies import foreign_strategy, joined, signed_token, token_digest
from authbridge.tokens.verifier import Verified

_NOT_WHOLE = ""


def find_session_data(request: HttpRequest, conf: Conf) -> str | None:
    """The cookie, put together from its pieces; empty when it is there and pieces are missing."""
    try:
        return joined(request.COOKIES, conf.session_data_cookie)
    except CredentialRefused:
        return _NOT_WHOLE


def verify_session_data(
    text: str, request: HttpRequest, conf: Conf, shape_class: type[BearerClaims] | None = None
) -> Verified:
    """The person that the cookie speaks for. Raises TokenError, Unusable."""
    verified = read_session_data(text or _joined_or_refused(request, conf), conf)
    _require_same_session(request, verified, conf)
    return verified


def read_session_data(text: str, conf: Conf) -> Verified:
    """As `verify_session_data`, from the text alone."""
    strategy = foreign_strategy(text)
    if strategy is not None:
        raise Unusable(MalformedToken(Reason.MALFORMED, f"session_data of strategy {strategy}"))
    try:
        return conf.session_data_reader.read(text)
    except (TokenExpired, TokenEnded) as error:
        raise Unusable(error) from None
    except ClaimRefused as error:
        if error.detail == "version":
            raise Unusable(error) from None
        raise


def _joined_or_refused(request: HttpRequest, conf: Conf) -> str:
    try:
        return joined(request.COOKIES, conf.session_data_cookie) or _NOT_WHOLE
    except CredentialRefused as error:
        raise Unusable(error) from None


def _require_same_session(request: HttpRequest, verified: Verified, conf: Conf) -> None:
    """Both session cookies, where both are there, are of one session, as Better Auth demands too."""
    signed = find_session_token(request, conf)
    if signed is None:
        return
    digest = token_digest(signed_token(signed, conf.shared_ring))
    if not hmac.compare_digest(digest, str(verified.claims["session"].get("tokenDigest", ""))):
        raise CredentialRefused(Reason.TWO_CREDENTIALS, "session_data and session_token differ")


SESSION_DATA_COOKIE = CredentialKind(
    "session_data_cookie", find_session_data, verify_session_data, session=BETTER_AUTH_SESSION
)
