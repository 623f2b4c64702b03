"""The one place where a password is compared, and the one where it is replaced."""

from __future__ import annotations

from contextlib import suppress

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password, verify_password
from django.http import HttpRequest

from authbridge import audit
from authbridge.accounts import login_attempts
from authbridge.accounts.errors import InvalidCredentials, TooManyAttempts
from authbridge.accounts.events import AccountEvent
from authbridge.accounts.models import EndReason, User
from authbridge.accounts.passwords.hashing import hold_hashing_place
from authbridge.accounts.sessions.end import end_all_sessions
from authbridge.authentication import Unavailable
from authbridge.client_address import client_address

MAX_PASSWORD_LENGTH = 1_000
"""Characters of a password. bcrypt alone reads 72 bytes; its SHA-256 form reads all of them."""


def authenticate(request: HttpRequest, email: str, password: str) -> User:
    """The active user with this address and password.

    Raises `InvalidCredentials` for an unknown address, a wrong password and an inactive account:
    the same statements, one hash of the same cost and the same answer, so that nobody can tell which
    it was. Raises `TooManyAttempts` and `TooBusy` (429).
    """
    with hold_hashing_place(client_address(request)):
        _count_attempt(request, email)
        user = User.objects.filter(email=email).first()
        # For no user, as for one without a password, Django hashes once to no avail: the same time.
        encoded = UNUSABLE_PASSWORD_PREFIX if user is None else user.password
        right, outdated = verify_password(password, encoded)
        reason = _reason(user, right=right)
        if user is None or reason:
            audit.record_event(
                AccountEvent.LOGIN_FAILED, request=request, user_id=user.pk if user else None, reason=reason
            )
            raise InvalidCredentials
        if outdated:
            _store(user, password)
    return user


def forget_failures(request: HttpRequest, email: str) -> None:
    """The password was right: earlier failures of this account from this address are forgotten."""
    login_attempts.forget_failures(email, client_address(request))


def replace_password(request: HttpRequest, user: User, password: str) -> bool:
    """Store a new password and end every session; False when it has changed since `user` was read.

    One conditional update, so that of two requests with one reset link one has its way. Raises
    `TooBusy` (429).
    """
    with hold_hashing_place(client_address(request)):
        replaced = _store(user, password)
    if replaced:
        # Without the revocation list the sessions end all the same; the operator has been told.
        with suppress(Unavailable):
            end_all_sessions(user.pk, EndReason.PASSWORD)
    return replaced


def _count_attempt(request: HttpRequest, email: str) -> None:
    try:
        login_attempts.count_attempt(email, client_address(request))
    except TooManyAttempts as refusal:
        audit.record_event(AccountEvent.LOGIN_LIMITED, request=request, reason=refusal.reason)
        raise


def _reason(user: User | None, *, right: bool) -> str:
    """Why not, for the audit log; empty when nothing speaks against it."""
    if user is None:
        return "unknown_account"
    if not right:
        return "wrong_password"
    return "" if user.is_active else "inactive_account"


def _store(user: User, password: str) -> bool:
    encoded = make_password(password)
    stored = User.objects.filter(pk=user.pk, password=user.password).update(password=encoded)
    user.password = encoded
    return bool(stored)
