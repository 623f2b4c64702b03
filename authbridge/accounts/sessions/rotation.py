"""A refresh token in, its successor out: once.

Rotation with reuse detection (RFC 9700 section 4.14.2). One conditional UPDATE decides who used a
token first. Within the grace window everybody else who comes with it is given the same successor,
because clients lose answers and tabs race; after it, or once that successor has been used, the token is
in two hands, and the family dies.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from authbridge import conf
from authbridge.accounts.errors import InvalidRefreshToken, RefreshTokenExpired
from authbridge.accounts.models import EndReason, RefreshToken
from authbridge.accounts.sessions import families, refresh_tokens
from authbridge.accounts.sessions.families import Held
from authbridge.authentication import Unavailable


class Reused(InvalidRefreshToken):
    """401: used before, outside the grace. Its family has been ended and that is committed."""

    def __init__(self, user_id: str) -> None:
        super().__init__()
        self.user_id = user_id


def rotate(token: str) -> Held:
    """Use `token`. Raises `InvalidRefreshToken`, `RefreshTokenExpired` or `Reused`.

    Must not run inside a transaction that a refusal rolls back: the end of the family must stand.
    """
    return use(find(token), token)


def use(row: RefreshToken, token: str) -> Held:
    """As `rotate`, from the row as it was read a moment ago."""
    if row.used_at is None:
        if _first(row, token):
            return _held(row, token)
        # Somebody was faster; what they wrote is committed, or the update would have waited.
        row.refresh_from_db(fields=["used_at", "successor"])
    if _is_in_grace(row):
        return _held(row, token)
    with suppress(Unavailable):  # the session has ended all the same, and the operator has been told
        families.end(row.family_id, EndReason.REUSE)
    raise Reused(row.family.user_id)


def find(token: str) -> RefreshToken:
    """The row of a token that may still be used, with its family and user. One query.

    Raises `InvalidRefreshToken` for what is no token of ours, or belongs to a family that ended or to
    an inactive user; `RefreshTokenExpired` past its end.
    """
    if not refresh_tokens.looks_like_token(token):
        raise InvalidRefreshToken
    rows = RefreshToken.objects.select_related("family__user")
    row = rows.filter(digest=refresh_tokens.digest(token)).first()
    if row is None or row.family.ended_at is not None or not row.family.user.is_active:
        raise InvalidRefreshToken
    if row.expires_at <= timezone.now():
        raise RefreshTokenExpired
    return row


def _is_in_grace(row: RefreshToken) -> bool:
    """Whether a used token may be used again: for a moment, and while nobody has used its successor.

    Whoever holds the successor need not come with this one; who comes with it then is somebody else.
    """
    if timezone.now() - (row.used_at or row.created_at) > timedelta(seconds=conf.keys().REFRESH_GRACE):
        return False
    return RefreshToken.objects.filter(pk=row.successor, used_at=None).exists()


def _first(row: RefreshToken, token: str) -> bool:
    """Mark the token used and store its successor; False when somebody else did."""
    now = timezone.now()
    following = refresh_tokens.successor(token, conf.keys().LOCAL_SECRET)
    with transaction.atomic():
        unused = RefreshToken.objects.filter(pk=row.pk, used_at=None)
        if not unused.update(used_at=now, successor=refresh_tokens.digest(following)):
            return False
        families.add_token(row.family, following, now)
    row.used_at, row.successor = now, refresh_tokens.digest(following)
    return True


def _held(row: RefreshToken, token: str) -> Held:
    """The successor, worked out again: only its digest is stored. Any key of the ring may have made it."""
    keys = conf.keys()
    for secret in (keys.LOCAL_SECRET, *keys.LOCAL_PREVIOUS_SECRETS):
        following = refresh_tokens.successor(token, secret)
        if refresh_tokens.digest(following) == row.successor:
            end = families.token_end(row.family, row.used_at or row.created_at)
            return Held(row.family.user, row.family_id, following, end)
    # The key that made the successor has been taken off the ring: the token cannot be used any more.
    raise InvalidRefreshToken
