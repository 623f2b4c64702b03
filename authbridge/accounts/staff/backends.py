"""The admin's log-in, behind the same guard, bound and password check as the API's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from authbridge.accounts.errors import InvalidCredentials, TooBusy, TooManyAttempts
from authbridge.accounts.models import User
from authbridge.accounts.passwords import password_check

_REFUSAL = "_authbridge_login_refusal"


def refusal_of(request: HttpRequest | None) -> TooManyAttempts | TooBusy | None:
    """What the guard raised when this request was to log in, if it did."""
    return getattr(request, _REFUSAL, None)


class GuardedBackend(ModelBackend):
    """Django's own backend with its permissions; only the password is checked here.

    Put it into AUTHENTICATION_BACKENDS. While the guard says no, nobody can log in; the admin site's
    page says why, with 429, if its class is derived from `StaffLogin`, and else what it says of a
    wrong password.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        email = kwargs.get(User.USERNAME_FIELD) if username is None else username
        if email is None or password is None:
            return None
        request = request or HttpRequest()
        try:
            user = password_check.authenticate(request, email, password)
        except InvalidCredentials:
            return None
        except (TooManyAttempts, TooBusy) as refusal:
            setattr(request, _REFUSAL, refusal)
            # And not None, after which Django would ask the next backend, which counts nothing.
            raise PermissionDenied from refusal
        password_check.forget_failures(request, email)
        return user
