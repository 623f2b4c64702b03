"""Refresh tokens: 256 random bits, stored as digests, each exchanged once for its successor.

Rotation with reuse detection (RFC 9700 section 4.14.2). One conditional UPDATE decides who used a
token first. Within the grace window everybody else who comes with it is given the same successor,
because clients lose answers and tabs race; after it, or once that successor has been used, the token is
in two hands, and the session ends. Nothing here can be replayed from the database: rows hold digests, and a
successor can be worked out only by who has both its predecessor and our key.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from authbridge import conf
from authbridge.accounts.errors import InvalidRefreshToken, RefreshTokenExpired
from authbridge.accounts.models import EndReason, RefreshFamily, RefreshToken, User
from authbridge.accounts.sessions.end import end_session
from authbridge.authentication import Unavailable

TOKEN_BYTES = 32
_FORM = re.compile(r"[A-Za-z0-9_-]{43}\Z")


class RefreshTokenReused(InvalidRefreshToken):
    """401: used before, outside the grace. Its session has been ended and that is committed."""

    def __init__(self, user_id: str) -> None:
        super().__init__()
        self.user_id = user_id


@dataclass(frozen=True, slots=True)
class IssuedTokens:
    """What a client holds after a log-in or a refresh: the refresh token in clear exists only here."""

    user: User
    session_id: str
    refresh_token: str = field(repr=False)
    refresh_expires_at: datetime


def create_token() -> str:
    """A fresh token: 256 random bits as 43 letters, digits, - and _ (RFC 4648 section 5)."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_token(text: str) -> bool:
    """Whether the text has a token's form; a JWT (it has dots) never does."""
    return _FORM.match(text) is not None


def hash_token(token: str) -> str:
    """What is stored of a token: SHA-256 in hex. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def derive_successor(token: str, secret: str) -> str:
    """The token that replaces `token`: the same one however often it is asked for.

    HMAC-SHA256 (RFC 2104) under our key, so that two requests that race with one token are given
    one successor, though only its digest is stored.
    """
    mac = hmac.digest(secret.encode(), b"authbridge refresh successor\0" + token.encode(), "sha256")
    return urlsafe_b64encode(mac).rstrip(b"=").decode()


def store_token(family: RefreshFamily, token: str, now: datetime) -> RefreshToken:
    """Store the digest of a family's new token. One insert."""
    return RefreshToken.objects.create(
        digest=hash_token(token), family=family, created_at=now, expires_at=_token_end(family, now)
    )


def rotate_token(token: str) -> IssuedTokens:
    """Exchange `token`. Raises `InvalidRefreshToken`, `RefreshTokenExpired` or `RefreshTokenReused`.

    Must not run inside a transaction that a refusal rolls back: the end of the session must stand.
    """
    return use_token(find_token(token), token)


def find_token(token: str) -> RefreshToken:
    """The row of a token that may still be used, with its family and user. One query.

    Raises `InvalidRefreshToken` for what is no token of ours, or belongs to a session that ended or to
    an inactive user; `RefreshTokenExpired` past its end.
    """
    if not is_token(token):
        raise InvalidRefreshToken
    row = RefreshToken.objects.select_related("family__user").filter(digest=hash_token(token)).first()
    if row is None or row.family.ended_at is not None or not row.family.user.is_active:
        raise InvalidRefreshToken
    if row.expires_at <= timezone.now():
        raise RefreshTokenExpired
    return row


def use_token(row: RefreshToken, token: str) -> IssuedTokens:
    """As `rotate_token`, from the row as it was read a moment ago."""
    if row.used_at is None:
        if _mark_used(row, token):
            return _find_successor(row, token)
        # Somebody was faster; what they wrote is committed, or the update would have waited.
        row.refresh_from_db(fields=["used_at", "successor"])
    if _is_in_grace(row):
        return _find_successor(row, token)
    with suppress(Unavailable):  # the session has ended all the same, and the operator has been told
        end_session(row.family_id, EndReason.REUSE)
    raise RefreshTokenReused(row.family.user_id)


def _token_end(family: RefreshFamily, now: datetime) -> datetime:
    """When a token given out at `now` ends; never after its family."""
    return min(now + timedelta(seconds=conf.keys().REFRESH_LIFETIME), family.expires_at)


def _is_in_grace(row: RefreshToken) -> bool:
    """Whether a used token may be used again: for a moment, and while nobody has used its successor.

    Whoever holds the successor need not come with this one; who comes with it then is somebody else.
    """
    if timezone.now() - (row.used_at or row.created_at) > timedelta(seconds=conf.keys().REFRESH_GRACE):
        return False
    return RefreshToken.objects.filter(pk=row.successor, used_at=None).exists()


def _mark_used(row: RefreshToken, token: str) -> bool:
    """Mark the token used and store its successor; False when somebody else did."""
    now = timezone.now()
    successor = derive_successor(token, conf.keys().LOCAL_SECRET)
    with transaction.atomic():
        unused = RefreshToken.objects.filter(pk=row.pk, used_at=None)
        if not unused.update(used_at=now, successor=hash_token(successor)):
            return False
        store_token(row.family, successor, now)
    row.used_at, row.successor = now, hash_token(successor)
    return True


def _find_successor(row: RefreshToken, token: str) -> IssuedTokens:
    """The successor, worked out again: only its digest is stored. Any key of the ring may have made it."""
    keys = conf.keys()
    for secret in (keys.LOCAL_SECRET, *keys.LOCAL_PREVIOUS_SECRETS):
        successor = derive_successor(token, secret)
        if hash_token(successor) == row.successor:
            end = _token_end(row.family, row.used_at or row.created_at)
            return IssuedTokens(row.family.user, row.family_id, successor, end)
    # The key that made the successor has been taken off the ring: the token cannot be used any more.
    raise InvalidRefreshToken
