"""DRF's side of the bridge: a request in, `(principal, claims)`, nothing, or a refusal out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from rest_framework import status
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from authbridge.credentials import resolve
from authbridge.errors import RETRY_AFTER, CannotDecide, TokenError
from authbridge.refusals import SENTENCES, challenge, record_refusal, sentence_of
from authbridge.tokens.claims import BearerClaims, Claims
from authbridge.users import resolve_user

__all__ = ["BetterAuthAuthentication", "CrossSite", "TokenRefused", "Unavailable", "challenge", "reject"]

_FAILURE = "_authbridge_failure"

reject = record_refusal
"""The name that this function had; use `authbridge.refusals.record_refusal`."""


class TokenRefused(AuthenticationFailed):
    """401 with the code of a `TokenError`."""

    def __init__(self, code: str) -> None:
        super().__init__(SENTENCES[code], code)
        self.code = code


class CrossSite(PermissionDenied):
    """403: a cookie credential in a request of another site, or somebody who is no user here."""

    code = "forbidden"

    def __init__(self, sentence: str = SENTENCES["forbidden"]) -> None:
        super().__init__(sentence, "forbidden")


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

    `request.user` becomes the `Principal` (with `AUTHBRIDGE["USER_RESOLVER"]` the project's own user, and the
    principal stands in `request.principal`), `request.auth` its claims. No credential at all leaves the turn to the
    next authenticator; one that cannot be verified is refused, never ignored.
    """

    shape_class: type[BearerClaims] | None = None
    """The class that reads the claims, for these views; None: what `AUTHBRIDGE["SHAPE_CLASS"]` names."""

    def authenticate(self, request: Request) -> tuple[Any, Claims] | None:
        try:
            verified = resolve.authenticate_request(request._request, self.shape_class)
            if verified is None:
                return None
            user = resolve_user(verified)
        except TokenError as error:
            raise self._refusal(request._request, error) from None
        request._request.principal = verified.principal  # type: ignore[attr-defined]
        return user, verified.claims

    def authenticate_header(self, request: Request) -> str:
        return challenge(getattr(request._request, _FAILURE, None))

    def _refusal(self, request: HttpRequest, error: TokenError) -> APIException:
        record_refusal(type(self), request, error)
        setattr(request, _FAILURE, error.code)
        if isinstance(error, CannotDecide):
            return Unavailable(error.retry_after)
        return CrossSite(sentence_of(error)) if error.code == "forbidden" else TokenRefused(error.code)
