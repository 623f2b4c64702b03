"""The routes of a session: register, log in, log out, who am I. `token_views` has the refresh.

Bodies are read by `serializers`; what happens is in `authbridge.accounts.sessions`.
"""

from __future__ import annotations

from typing import Any

from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from authbridge import conf
from authbridge.accounts import origin_check
from authbridge.accounts.api import responses, serializers
from authbridge.accounts.api.parsers import LoginFormParser
from authbridge.accounts.api.token_views import (
    AccountView,
    NotStored,
    clear_cookies,
    local_principal,
    read_refresh_cookie,
    respond_with_tokens,
)
from authbridge.accounts.errors import RegistrationClosed
from authbridge.accounts.models import User
from authbridge.accounts.sessions import log_in, log_out
from authbridge.authentication import TokenRefused, Unavailable
from authbridge.principal import LOCAL, Principal
from authbridge.throttling import AddressRateThrottle


class RegistrationRate(AddressRateThrottle):
    """Accounts that one address may ask for."""

    name = "register"
    rate = "30/min"


class RegisterView(AccountView):
    """Open an account and log in to it."""

    throttle_classes = (RegistrationRate,)

    def post(self, request: Request) -> Response:
        if not conf.keys().REGISTRATION_OPEN:
            raise RegistrationClosed
        origin_check.refuse_cross_site(request._request)
        given = serializers.parse_body(request, serializers.Registration)
        serializers.require_good_password(given["password"], User(email=given["email"], name=given["name"]), "password")
        issued = log_in.register(request._request, **given)
        person = responses.describe_person(local_principal(issued.user))
        return respond_with_tokens(issued, extra={"user": person}, status=status.HTTP_201_CREATED)


class LoginView(AccountView):
    """Log in with e-mail and password, as JSON or as an OAuth 2.0 form."""

    def get_parsers(self) -> list[BaseParser]:
        return [*super().get_parsers(), LoginFormParser()]

    def post(self, request: Request) -> Response:
        origin_check.refuse_cross_site(request._request)
        if (request.content_type or "").startswith("application/x-www-form-urlencoded"):
            given = serializers.parse_body(request, serializers.LoginForm)
            given["email"] = given.pop("username")
        else:
            given = serializers.parse_body(request, serializers.Login)
        return respond_with_tokens(log_in.log_in(request._request, **given))


class LogoutView(NotStored, APIView):
    """End this session, or every session, and its access tokens at once."""

    permission_classes = (AllowAny,)

    def perform_authentication(self, request: Request) -> None:
        """Left to `post`: a refresh token logs out as well, whatever came of the access token."""

    def post(self, request: Request) -> Response:
        given = serializers.parse_body(request, serializers.Logout)
        in_body, everywhere = given.get("refresh_token"), given["everywhere"]
        token = in_body or read_refresh_cookie(request._request)
        holder = self._find_holder(request, required=token is None)
        if holder is not None and in_body is None:
            log_out.by_access_token(request._request, holder, everywhere=everywhere)
        elif token is not None:
            if in_body is None:
                origin_check.require_trusted_origin(request._request)
            log_out.by_refresh_token(request._request, token, everywhere=everywhere)
        else:
            raise NotAuthenticated
        response = Response(status=status.HTTP_204_NO_CONTENT)
        clear_cookies(response)
        return response

    def _find_holder(self, request: Request, *, required: bool) -> Principal | None:
        """Whose access token came along; None without one. One that is refused is none, unless it is `required`."""
        try:
            user: Any = request.user
        except AuthenticationFailed:
            if required:
                raise
            return None
        except Unavailable:
            holder = log_out.find_holder_by_database(request._request)
            if holder is None and required:
                raise
            return holder
        return user if user.is_authenticated else None


class MeView(NotStored, APIView):
    """Who the caller is, whichever side signed them in."""

    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        principal: Any = request.user
        if principal.source == LOCAL:
            principal = local_principal(own_account(request))
        return Response(responses.describe_person(principal))


def own_account(request: Request) -> User:
    """The caller's row. Raises `TokenRefused` (401) when the account is closed or gone."""
    user = User.objects.filter(pk=request.user.pk, is_active=True).first()
    if user is None:
        raise TokenRefused("invalid_token")
    return user
