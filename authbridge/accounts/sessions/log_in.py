"""From a person to a session: registering and logging in."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from authbridge import audit
from authbridge.accounts.errors import EmailTaken, InvalidCredentials
from authbridge.accounts.events import AccountEvent
from authbridge.accounts.models import EndReason, User
from authbridge.accounts.passwords import password_check
from authbridge.accounts.passwords.hashing import hold_hashing_place
from authbridge.accounts.sessions.end import end_session
from authbridge.accounts.sessions.refresh_tokens import IssuedTokens
from authbridge.accounts.sessions.start import start_session
from authbridge.client_address import client_address


def register(request: HttpRequest, *, email: str, password: str, name: str) -> IssuedTokens:
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
    audit.record_event(AccountEvent.REGISTERED, request=request, user_id=user.pk)
    return begin_session(request, user)


def log_in(request: HttpRequest, *, email: str, password: str) -> IssuedTokens:
    """Check the password and begin a session. Raises as `password_check.authenticate`."""
    user = password_check.authenticate(request, email, password)
    issued = begin_session(request, user)
    password_check.forget_failures(request, email)
    audit.record_event(AccountEvent.LOGGED_IN, request=request, user_id=user.pk)
    return issued


def begin_session(request: HttpRequest, user: User) -> IssuedTokens:
    """Begin a session for `user`, whose password was right a moment ago.

    A password that changed meanwhile, or an account that was closed, has ended every session there
    was; this one may have come too late to be among them, so it looks and ends itself.
    """
    issued = start_session(user, address=client_address(request), user_agent=request.META.get("HTTP_USER_AGENT", ""))
    if not User.objects.filter(pk=user.pk, password=user.password, is_active=True).exists():
        end_session(issued.session_id, EndReason.PASSWORD)
        raise InvalidCredentials
    return issued
