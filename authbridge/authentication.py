"""DRF's side of the bridge: a request in, `(principal, claims)`, nothing, or a refusal out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from authbridge import audit, conf, signals
from authbridge.credentials import resolve
from authbridge.errors import RETRY_AFTER, CannotDecide, TokenError
from authbridge.principal import Principal
from authbridge.tokens.claims import BearerClaims, Claims

# One sentence per code: what a client may know. The reason stands in the audit log.
SENTENCES = {
    "invalid_token": "The access token is not valid.",
    "token_expired": "The access token has expired.",
    "forbidden": "This request was sent by a site that is not trusted.",
    "unavailable": "The credential cannot be checked right now. Try again shortly.",
}
_FAILURE = "_authbridge_failure"


class TokenRefused(AuthenticationFailed):
    """401 with the code of a `TokenError`."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code], code)
        self.code = code


class CrossSite(PermissionDenied):
    """403: a cookie credential in a request of another site."""

    code = "forbidden"

    def __init__(self) -> None:
        super().__init__(SENTENCES["forbidden"], "forbidden")


class Unavailable(APIException):
    """503: what must be asked about the credential cannot be reached. Neither yes nor no."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    code = "unavailable"

    def __init__(self, retry_after: int = RETRY_AFTER) -> None:
        super().__init__(SENTENCES["unavailable"], "unavailable")
        self.wait = retry_after
        self.headers = {"Retry-After": str(retry_after)}


class BetterAuthAuthentication(BaseAuthentication):
    """Clients send what `AUTHBRIDGE["SOURCES"]` names; by default `Authorization: Bearer <token>`.

    `request.user` becomes the `Principal`, `request.auth` its claims. No credential at all leaves
    the turn to the next authenticator; one that cannot be verified is refused, never ignored.
    """

    shape_class: type[BearerClaims] | None = None
    """The class that reads the claims, for these views; None: what `AUTHBRIDGE["SHAPE_CLASS"]` names."""

    def authenticate(self, request: Request) -> tuple[Principal, Claims] | None:
        try:
            verified = resolve.authenticate_request(request._request, self.shape_class)
        except TokenError as error:
            raise self._refusal(request._request, error) from None
        return None if verified is None else (verified.principal, verified.claims)

    def authenticate_header(self, request: Request) -> str:
        return challenge(getattr(request._request, _FAILURE, None))

    def _refusal(self, request: HttpRequest, error: TokenError) -> APIException:
        reject(type(self), request, error)
        setattr(request, _FAILURE, error.code)
        if isinstance(error, CannotDecide):
            return Unavailable(error.retry_after)
        return CrossSite() if error.code == "forbidden" else TokenRefused(error.code)


def challenge(code: str | None = None) -> str:
    """The value of WWW-Authenticate (RFC 6750 section 3); without a code when nothing was sent."""
    header = f'Bearer realm="{conf.keys().REALM}"'
    if code not in ("invalid_token", "token_expired"):
        return header
    # The RFC knows one word for both; the description tells a client that a refresh would help.
    return f'{header}, error="invalid_token", error_description="{SENTENCES[code]}"'


def reject(sender: Any, request: HttpRequest, error: TokenError) -> None:
    """Write a refusal down and tell whoever listens."""
    audit.refused(request, error)
    signals.token_rejected.send_robust(sender, request=request, error=error)
