"""Django Ninja's side of the bridge: `auth=BetterAuth()`, and `add_refusals(api)` for its answers.

api = NinjaAPI(auth=BetterAuth())
add_refusals(api)

@api.get("/me")
def me(request: PrincipalRequest):
    return {"id": request.principal.id}
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.security.base import AuthBase

from authbridge.errors import TokenError
from authbridge.middleware import attach, outcome
from authbridge.refusals import STATUS, refuse, sentence_of
from authbridge.tokens.verifier import Verified
from authbridge.users import resolve_user


class Refused(HttpError):  # noqa: N818 - says what happened, as the errors of the bridge do
    """A credential that is refused, or missing (`error` is None). `add_refusals` makes its answer complete."""

    def __init__(self, error: TokenError | None) -> None:
        self.error = error
        super().__init__(STATUS[error.code] if error else 401, sentence_of(error) if error else "Unauthorized")


class BetterAuth(AuthBase):
    """Clients send what `AUTHBRIDGE["SOURCES"]` names. `request.auth` and `request.principal` are the `Principal`."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_bearerFormat = "JWT"  # noqa: N815 - the member's name in OpenAPI

    def __call__(self, request: HttpRequest) -> Any:
        attach(request)
        found = outcome(request)
        if not isinstance(found, Verified):
            raise Refused(found)
        try:
            request.user = resolve_user(found)
        except TokenError as error:
            raise Refused(error) from None
        return found.principal


def add_refusals(api: NinjaAPI) -> None:
    """Let an API answer refusals with their challenge (RFC 6750), code and Retry-After, as problem+json (RFC 9457)."""

    @api.exception_handler(Refused)
    def answer(request: HttpRequest, refused: Refused) -> HttpResponse:
        return refuse(BetterAuth, request, refused.error)
