"""Sessions of local accounts: a family of refresh tokens begins with a log-in and ends once.

A refresh token is worth what its family is worth: every use looks at the family, so ending the
family's row ends every token in it, the one being made this moment included. Access tokens carry the
family's id as `sid`; ending it puts that on the revocation list for as long as such a token can live.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from authbridge import conf, revocation
from authbridge.accounts.models import EndReason, RefreshFamily, RefreshToken, User
from authbridge.accounts.sessions import refresh_tokens
from authbridge.authentication import Unavailable
from authbridge.client_address import stored

logger = logging.getLogger("authbridge.accounts")

MARGIN = 60  # seconds


@dataclass(frozen=True, slots=True)
class Held:
    """What a client holds after a log-in or a refresh: the token in clear exists only here."""

    user: User
    family_id: str
    refresh_token: str = field(repr=False)
    refresh_expires_at: datetime


def start(user: User, *, address: str, user_agent: str) -> Held:
    """Begin a family for `user` and give out its first token. Two inserts."""
    now = timezone.now()
    family = RefreshFamily.objects.create(
        user=user,
        created_at=now,
        expires_at=now + timedelta(seconds=conf.keys().REFRESH_FAMILY_LIFETIME),
        address=stored(address),
        user_agent=user_agent.replace("\0", "")[:200],
    )
    token = refresh_tokens.new_token()
    row = add_token(family, token, now)
    return Held(user, family.id, token, row.expires_at)


def add_token(family: RefreshFamily, token: str, now: datetime) -> RefreshToken:
    """Store the digest of a family's new token."""
    return RefreshToken.objects.create(
        digest=refresh_tokens.digest(token), family=family, created_at=now, expires_at=token_end(family, now)
    )


def token_end(family: RefreshFamily, now: datetime) -> datetime:
    """When a token given out at `now` ends; never after its family."""
    return min(now + timedelta(seconds=conf.keys().REFRESH_LIFETIME), family.expires_at)


def end(family_id: str, reason: EndReason, *, actor: str = "") -> bool:
    """End one family and its access tokens. Whether it was alive.

    Raises `Unavailable` (503) when the revocation list cannot be reached: the family has ended then,
    and ending it again puts its access tokens on the list.
    """
    return bool(_end(RefreshFamily.objects.filter(pk=family_id), reason, actor))


def end_all(user_id: str, reason: EndReason, *, actor: str = "") -> int:
    """End every family of a user and their access tokens; how many were alive. Raises as `end`."""
    return _end(RefreshFamily.objects.filter(user_id=user_id), reason, actor)


def _end(families: QuerySet[RefreshFamily], reason: EndReason, actor: str) -> int:
    now, lifetime = timezone.now(), timedelta(seconds=conf.keys().ACCESS_LIFETIME)
    ended = families.filter(ended_at=None).update(ended_at=now, end_reason=reason)
    # After the update, so that a family which was being made meanwhile is either in it or refuses itself.
    sessions = list(families.filter(ended_at__gt=now - lifetime).values_list("pk", flat=True))
    _stop_access_tokens(sessions, now + lifetime, actor)
    return ended


def _stop_access_tokens(sessions: list[str], until: datetime, actor: str) -> None:
    try:
        for session in sessions:
            # A token being issued this moment can be a little younger than ours.
            revocation.revoke_session(session, until=until.timestamp() + MARGIN, actor=actor)
    except Exception as error:
        # Each cache backend has its own errors; what is known for certain is that the sessions have ended.
        logger.exception(
            "Sessions of local accounts were ended, but the revocation list did not take them: access tokens "
            "already given out hold until they expire. Check the cache that REVOCATION_CACHE names."
        )
        raise Unavailable from error
