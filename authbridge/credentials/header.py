"""`Authorization: Bearer <token>` (RFC 6750 section 2.1)."""

from __future__ import annotations

import re

from django.http import HttpRequest

from authbridge.conf import Conf
from authbridge.credentials.kind import CredentialKind
from authbridge.errors import CredentialRefused, Reason
from authbridge.tokens.claims import BearerClaims
from authbridge.tokens.jws import MAX_TOKEN
from authbridge.tokens.verifier import Verified

# The scheme in any case, then b64token.
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)
_SCHEME = re.compile(r"bearer(?:[ \t,]|$)", re.IGNORECASE)
_MAX_HEADER_LENGTH = MAX_TOKEN + len("Bearer ")


def find_bearer(request: HttpRequest, conf: Conf) -> str | None:
    """The token of the header; None for no header or another scheme. Raises CredentialRefused."""
    header = request.META.get("HTTP_AUTHORIZATION")
    if not header:
        return None
    if len(header) <= _MAX_HEADER_LENGTH:
        # Two headers reach WSGI joined by a comma, which is no character of a token.
        bearer = _BEARER.fullmatch(header)
        if bearer is not None:
            return bearer[1]
    if _SCHEME.match(header) is None:
        return None
    if len(header) > _MAX_HEADER_LENGTH:
        raise CredentialRefused(Reason.OVERSIZE, "Authorization")
    raise CredentialRefused(Reason.HEADER_FORM, "Authorization is not Bearer and one token")


def verify_api_token(
    text: str, request: HttpRequest, conf: Conf, shape_class: type[BearerClaims] | None = None
) -> Verified:
    """The caller that an API token speaks for, of whichever issuer is configured. Raises TokenError."""
    return conf.reader(shape_class).read(text)


HEADER = CredentialKind("header", find_bearer, verify_api_token, is_cookie=False)
