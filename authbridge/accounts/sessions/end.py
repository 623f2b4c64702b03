"""The end of a session: its refresh tokens in the database, its access tokens on the revocation list.

A refresh token is worth what its family is worth: every use looks at the family, so ending the
family's row ends every token in it, the one being made this moment included. Access tokens carry the
family's id as `sid`; ending it puts that on the revocation list for as long as such a token can live.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from authbridge import conf, revocation
from authbridge.accounts.models import EndReason, RefreshFamily
from authbridge.authentication import Unavailable

logger = logging.getLogger("authbridge.accounts")

CLOCK_MARGIN = 60
"""Seconds by which a token that is being issued this moment can be younger than ours."""


def end_session(session_id: str, reason: EndReason, *, actor: str = "") -> bool:
    """End one session and its access tokens; `actor` is the id of who does it, for the audit log.

    Returns whether it was alive. Raises `Unavailable` (503) when the revocation list cannot be reached:
    the session has ended in the database then, and ending it again puts its access tokens on the list.
    """
    return bool(_end_families(RefreshFamily.objects.filter(pk=session_id), reason, actor))


def end_all_sessions(user_id: str, reason: EndReason, *, actor: str = "") -> int:
    """End every session of a user and their access tokens. Returns how many were alive; raises as `end_session`."""
    return _end_families(RefreshFamily.objects.filter(user_id=user_id), reason, actor)


def _end_families(families: QuerySet[RefreshFamily], reason: EndReason, actor: str) -> int:
    now, lifetime = timezone.now(), timedelta(seconds=conf.keys().ACCESS_LIFETIME)
    ended = families.filter(ended_at=None).update(ended_at=now, end_reason=reason)
    # After the update, so that a family which was being made meanwhile is either in it or refuses itself.
    sessions = list(families.filter(ended_at__gt=now - lifetime).values_list("pk", flat=True))
    _revoke_access_tokens(sessions, now + lifetime, actor)
    return ended


def _revoke_access_tokens(sessions: list[str], until: datetime, actor: str) -> None:
    try:
        for session in sessions:
            revocation.revoke_session(session, until=until.timestamp() + CLOCK_MARGIN, actor=actor)
    except Exception as error:
        # Each cache backend has its own errors; what is known for certain is that the sessions have ended.
        logger.exception(
            "Sessions of local accounts were ended, but the revocation list did not take them: access tokens "
            "already given out hold until they expire. Check the cache that REVOCATION_CACHE names."
        )
        raise Unavailable from error
