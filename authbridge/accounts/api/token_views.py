"""What the routes share that give out tokens (never cached, in the body and in two cookies), and the refresh.

The access cookie goes with every request of the site (`__Host-`: https, this host, all paths); the
refresh cookie only to where it is used. Both are HttpOnly, so that no script can read them, and
SameSite=Lax. Both are Secure outside debug; a name with a prefix that demands it is Secure always
(RFC 6265bis section 4.1.3).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from rest_framework import status
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from authbridge import audit, conf
from authbridge.accounts import origin_check
from authbridge.accounts.api import serializers
from authbridge.accounts.errors import InvalidRefreshToken, RefreshTokenExpired
from authbridge.accounts.events import AccountEvent
from authbridge.accounts.models import User
from authbridge.accounts.sessions.refresh_tokens import IssuedTokens, RefreshTokenReused, rotate_token
from authbridge.authentication import challenge
from authbridge.lazy_schema import SchemaOnDemand
from authbridge.principal import LOCAL, Principal


class NotStored:
    """Mixin of all routes here: answers that no cache keeps, and no route at all without a key of our own."""

    schema = SchemaOnDemand("authbridge.accounts.api.openapi.AccountSchema")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # A project may include the routes and have no JWT_SECRET_KEY; accounts.W002 says so to its operator.
        if not len(conf.current().local_ring):
            raise NotFound
        super().initial(request, *args, **kwargs)  # type: ignore[misc]  # APIView's

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]  # APIView's
        response["Cache-Control"] = "no-store"
        return response


class AccountView(NotStored, APIView):
    """A route that nobody need be known for."""

    # Not the default ones: an expired access token must not keep its holder from a new one.
    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get_authenticate_header(self, request: Request) -> str:
        return challenge()


class RefreshView(AccountView):
    """Exchange a refresh token for the next one and a new access token."""

    def post(self, request: Request) -> Response:
        in_body = serializers.parse_body(request, serializers.Refresh).get("refresh_token")
        token = in_body or read_refresh_cookie(request._request)
        if token is None:
            raise NotAuthenticated("There is no refresh token, neither in the body nor in a cookie.")
        if in_body is None:
            origin_check.require_trusted_origin(request._request)
        issued = _rotate_and_record(request._request, token)
        # What a script cannot read in the cookie, it shall not read here either.
        return respond_with_tokens(issued, show_refresh_token=in_body is not None)


def _rotate_and_record(request: HttpRequest, token: str) -> IssuedTokens:
    try:
        issued = rotate_token(token)
    except RefreshTokenReused as refusal:
        audit.record_event(
            AccountEvent.REFRESH_REUSED, request=request, user_id=refusal.user_id, reason="session_ended"
        )
        raise
    except (InvalidRefreshToken, RefreshTokenExpired) as refusal:
        audit.record_event(AccountEvent.REFRESH_REFUSED, request=request, reason=refusal.default_code)
        raise
    audit.record_event(AccountEvent.REFRESHED, request=request, user_id=issued.user.pk)
    return issued


def local_principal(user: User, session_id: str | None = None) -> Principal:
    """The principal that a user's access tokens speak for."""
    return Principal(
        id=user.pk,
        email=user.email,
        name=user.name or None,
        roles=frozenset({user.role}),
        session_id=session_id,
        source=LOCAL,
    )


def respond_with_tokens(
    issued: IssuedTokens,
    *,
    show_refresh_token: bool = True,
    extra: dict[str, Any] | None = None,
    status: int = status.HTTP_200_OK,
) -> Response:
    """The answer of RFC 6749 section 5.1 with a new access token, in the body and as cookies.

    `extra` are further members of the body.
    """
    keys = conf.keys()
    access_token = conf.current().local_issuer.issue(local_principal(issued.user, issued.session_id))
    body: dict[str, Any] = {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": int(keys.ACCESS_LIFETIME),
        **({"refresh_token": issued.refresh_token} if show_refresh_token else {}),
        **(extra or {}),
    }
    response = Response(body, status=status)
    _set_cookie(response, keys.ACCESS_COOKIE, access_token, int(keys.ACCESS_LIFETIME), "/")
    seconds = int((issued.refresh_expires_at - timezone.now()).total_seconds())
    _set_cookie(response, _refresh_name(), issued.refresh_token, seconds, _refresh_path())
    return response


def clear_cookies(response: HttpResponseBase) -> None:
    """Take both back; a cookie is cleared by the attributes it was set with."""
    _set_cookie(response, conf.keys().ACCESS_COOKIE, "", 0, "/")
    _set_cookie(response, _refresh_name(), "", 0, _refresh_path())


def read_refresh_cookie(request: HttpRequest) -> str | None:
    """The refresh token that the browser sent along, if any."""
    return request.COOKIES.get(_refresh_name()) or None


def _refresh_name() -> str:
    # `__Host-` demands Path=/, which the refresh cookie must not have.
    return "__Secure-refresh_token" if conf.keys().ACCESS_COOKIE.startswith("__") else "refresh_token"


def _refresh_path() -> str:
    return reverse("accounts:refresh").rpartition("/")[0]


def _set_cookie(response: HttpResponseBase, name: str, value: str, seconds: int, path: str) -> None:
    secure = name.startswith("__") or not conf.debug()
    response.set_cookie(name, value, max_age=seconds, path=path, secure=secure, httponly=True, samesite="Lax")
