"""From a person to a session: registering, logging in, coming back with a refresh token."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from authbridge.accounts.errors import EmailTaken, InvalidCredentials, InvalidRefreshToken, RefreshTokenExpired
from authbridge.accounts.events import Kind, record
from authbridge.accounts.models import EndReason, User
from authbridge.accounts.passwords import password_check
from authbridge.accounts.passwords.hashing import hold_hashing_place
from authbridge.accounts.sessions import families, rotation
from authbridge.accounts.sessions.families import Held
from authbridge.client_address import client_address


def register(request: HttpRequest, *, email: str, password: str, name: str) -> Held:
    """Store a new user and log them in. Raises `EmailTaken` and `TooBusy`."""
    if User.objects.filter(email=email).exists():
        raise EmailTaken
    user = User(email=email, name=name)
    with hold_hashing_place(client_address(request)):
        user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:  # somebody registered the address while the password was being hashed
        raise EmailTaken from None
    record(Kind.REGISTERED, request, user.pk)
    return begin(request, user)


def log_in(request: HttpRequest, *, email: str, password: str) -> Held:
    """Check the password and begin a session. Raises as `passwords.authenticate`."""
    user = password_check.authenticate(request, email, password)
    held = begin(request, user)
    password_check.forget_failures(request, email)
    record(Kind.LOGGED_IN, request, user.pk)
    return held


def begin(request: HttpRequest, user: User) -> Held:
    """Begin a session for `user`, whose password was right a moment ago.

    A password that changed meanwhile, or an account that was closed, has ended every session there
    was; this one may have come too late to be among them, so it looks and ends itself.
    """
    held = families.start(user, address=client_address(request), user_agent=request.META.get("HTTP_USER_AGENT", ""))
    if not User.objects.filter(pk=user.pk, password=user.password, is_active=True).exists():
        families.end(held.family_id, EndReason.PASSWORD)
        raise InvalidCredentials
    return held


def refresh(request: HttpRequest, token: str) -> Held:
    """Use a refresh token and write down what came of it. Raises as `rotation.rotate`."""
    try:
        held = rotation.rotate(token)
    except rotation.Reused as refusal:
        record(Kind.REFRESH_REUSED, request, refusal.user_id, "session_ended")
        raise
    except (InvalidRefreshToken, RefreshTokenExpired) as refusal:
        record(Kind.REFRESH_REFUSED, request, None, refusal.default_code)
        raise
    record(Kind.REFRESHED, request, held.user.pk)
    return held
