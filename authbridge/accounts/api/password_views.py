"""The routes of a password: ask for a reset link, use it, change it."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ValidationError
from rest_framework.views import APIView

from authbridge import audit
from authbridge.accounts.api import serializers
from authbridge.accounts.api.session_views import own_account
from authbridge.accounts.api.token_views import AccountView, NotStored, respond_with_tokens
from authbridge.accounts.errors import InvalidCredentials
from authbridge.accounts.events import AccountEvent
from authbridge.accounts.models import User
from authbridge.accounts.passwords import password_check, password_mail, password_reset
from authbridge.accounts.sessions import log_in
from authbridge.principal import LOCAL
from authbridge.throttling import AddressRateThrottle, Rate, count

MAIL_RATE = Rate(limit=3, window=3_600)
"""Reset mails that one account is sent; more would be a way to fill somebody's mailbox."""


class ResetRate(AddressRateThrottle):
    """Reset links that one address may ask for."""

    name = "password_reset"
    rate = "30/min"


class ResetView(AccountView):
    """Ask for a reset link by e-mail. The answer is the same for every address."""

    throttle_classes = (ResetRate,)

    def post(self, request: Request) -> Response:
        email = serializers.parse_body(request, serializers.ResetRequest)["email"]
        user = User.objects.filter(email=email, is_active=True).first()
        wanted = count("password_reset_mail", email, MAIL_RATE).allowed
        audit.record_event(
            AccountEvent.PASSWORD_RESET_ASKED,
            request=request._request,
            user_id=user.pk if user else None,
            reason="" if wanted else "too_many_mails",
        )
        link = password_reset.make_link(password_reset.make_token(user)) if user is not None and wanted else None
        if user is not None and link is not None:
            password_mail.send_in_background(user, link)
        return Response(
            {"detail": "If an account has this address, a link to set a new password is on its way."},
            status=status.HTTP_202_ACCEPTED,
        )


class ResetConfirmView(AccountView):
    """Set a new password by the token of a reset link."""

    def post(self, request: Request) -> Response:
        given = serializers.parse_body(request, serializers.ResetConfirmation)
        user = password_reset.find_holder(given["token"])
        if user is None:
            raise self._refused(request)
        serializers.require_good_password(given["password"], user, "password")
        if not password_check.replace_password(request._request, user, given["password"]):
            raise self._refused(request)
        audit.record_event(AccountEvent.PASSWORD_RESET, request=request._request, user_id=user.pk)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _refused(self, request: Request) -> ValidationError:
        audit.record_event(AccountEvent.PASSWORD_RESET_REFUSED, request=request._request, reason="invalid_token")
        detail = "The link has been used, has expired, or is not one of ours. Ask for a new one."
        return ValidationError({"token": [ErrorDetail(detail, "invalid_token")]})


class PasswordChangeView(NotStored, APIView):
    """Set a new password by the old one. Every session ends; this client is given a new one."""

    permission_classes = (IsAuthenticated,)

    def post(self, request: Request) -> Response:
        principal: Any = request.user
        if principal.source != LOCAL:
            raise PermissionDenied("This password belongs to Better Auth: change it there.")
        given = serializers.parse_body(request, serializers.PasswordChange)
        user = self._proven(request, own_account(request), given["current_password"])
        password_check.forget_failures(request._request, user.email)
        serializers.require_good_password(given["new_password"], user, "new_password")
        if not password_check.replace_password(request._request, user, given["new_password"]):
            raise self._wrong()
        audit.record_event(AccountEvent.PASSWORD_CHANGED, request=request._request, user_id=user.pk)
        return respond_with_tokens(log_in.begin_session(request._request, user))

    def _proven(self, request: Request, user: User, password: str) -> User:
        try:
            return password_check.authenticate(request._request, user.email, password)
        except InvalidCredentials:
            raise self._wrong() from None

    def _wrong(self) -> ValidationError:
        return ValidationError({"current_password": [ErrorDetail("This is not the current password.", "incorrect")]})


@require_safe
def reset_page(request: HttpRequest) -> HttpResponse:
    """The page that a reset link opens where no front end has one. It needs nothing from elsewhere."""
    nonce = secrets.token_urlsafe(16)
    response = render(
        request, "accounts/password_reset.html", {"nonce": nonce, "longest": password_check.MAX_PASSWORD_LENGTH}
    )
    response["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
