"""The admin's log-in, behind the same guard, bound and password check as the API's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from authbridge.accounts import passwords
from authbridge.accounts.errors import InvalidCredentials
from authbridge.accounts.models import User


class GuardedBackend(ModelBackend):
    """Django's own backend with its permissions; only the password is checked here.

    Put it into AUTHENTICATION_BACKENDS, and `StaffLogin` before the admin site's class, which turns
    `TooManyAttempts` and `TooBusy` into an answer.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        email = kwargs.get(User.USERNAME_FIELD) if username is None else username
        if email is None or password is None:
            return None
        request = request or HttpRequest()
        try:
            user = passwords.authenticate(request, email, password)
        except InvalidCredentials:
            return None
        passwords.accepted(request, email)
        return user
