"""The routes of a session: register, log in, refresh, log out, who am I.

Bodies are read by `bodies`, answers written by `answers`; what happens is in `logging_in`,
`logging_out` and `rotation`.
"""

from __future__ import annotations

from typing import Any

from rest_framework import status
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, NotFound
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from authbridge import conf
from authbridge.accounts import origin_check
from authbridge.accounts.api import responses, serializers
from authbridge.accounts.api.parsers import LoginFormParser
from authbridge.accounts.api.request_body import demand_good_password, read
from authbridge.accounts.errors import RegistrationClosed
from authbridge.accounts.models import User
from authbridge.accounts.sessions import cookies, log_in, log_out
from authbridge.authentication import TokenRefused, Unavailable, challenge
from authbridge.lazy_schema import SchemaOnDemand
from authbridge.principal import LOCAL, Principal
from authbridge.throttling import AddressRateThrottle


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
        origin_check.refuse_strangers(request._request)
        given = read(request, serializers.Registration)
        demand_good_password(given["password"], User(email=given["email"], name=given["name"]), "password")
        held = log_in.register(request._request, **given)
        return responses.tokens(held, user=True, status=status.HTTP_201_CREATED)


class LoginView(AccountView):
    """Log in with e-mail and password, as JSON or as an OAuth 2.0 form."""

    def get_parsers(self) -> list[BaseParser]:
        return [*super().get_parsers(), LoginFormParser()]

    def post(self, request: Request) -> Response:
        origin_check.refuse_strangers(request._request)
        if (request.content_type or "").startswith("application/x-www-form-urlencoded"):
            given = read(request, serializers.LoginForm)
            given["email"] = given.pop("username")
        else:
            given = read(request, serializers.Login)
        return responses.tokens(log_in.log_in(request._request, **given))


class RefreshView(AccountView):
    """Exchange a refresh token for the next one and a new access token."""

    def post(self, request: Request) -> Response:
        in_body = read(request, serializers.Refresh).get("refresh_token")
        token = in_body or cookies.refresh_token(request._request)
        if token is None:
            raise NotAuthenticated("There is no refresh token, neither in the body nor in a cookie.")
        if in_body is None:
            origin_check.demand_trusted(request._request)
        held = log_in.refresh(request._request, token)
        # What a script cannot read in the cookie, it shall not read here either.
        return responses.tokens(held, show_refresh_token=in_body is not None)


class LogoutView(NotStored, APIView):
    """End this session, or every session, and its access tokens at once."""

    permission_classes = (AllowAny,)

    def perform_authentication(self, request: Request) -> None:
        """Left to `post`: a refresh token logs out as well, whatever came of the access token."""

    def post(self, request: Request) -> Response:
        given = read(request, serializers.Logout)
        in_body, everywhere = given.get("refresh_token"), given["everywhere"]
        token = in_body or cookies.refresh_token(request._request)
        holder = self._find_holder(request, required=token is None)
        if holder is not None and in_body is None:
            log_out.by_access_token(request._request, holder, everywhere=everywhere)
        elif token is not None:
            if in_body is None:
                origin_check.demand_trusted(request._request)
            log_out.by_refresh_token(request._request, token, everywhere=everywhere)
        else:
            raise NotAuthenticated
        response = Response(status=status.HTTP_204_NO_CONTENT)
        cookies.clear_both(response)
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
            principal = responses.principal(own_account(request))
        return Response(responses.person(principal))


def own_account(request: Request) -> User:
    """The caller's row. Raises `TokenRefused` (401) when the account is closed or gone."""
    user = User.objects.filter(pk=request.user.pk, is_active=True).first()
    if user is None:
        raise TokenRefused("invalid_token")
    return user
