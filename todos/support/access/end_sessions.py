"""Signing people out, and saying what that ended and what goes on: a stolen session needs the truth."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry

from authbridge import conf, revocation
from authbridge.accounts.models import EndReason, RefreshFamily, User
from authbridge.accounts.sessions import families
from authbridge.auditlog.models import Kind
from authbridge.auditlog.recording import record
from authbridge.authentication import Unavailable
from authbridge.directory import queries
from todos.clock import now
from todos.models import Person
from todos.support.better_auth import asked

logger = logging.getLogger("todos.support")

STOPPED = "Tokens issued until now are refused."
NO_LIST = "The revocation list cannot be reached: access tokens that are out hold until they expire. Repeat this soon."
NOT_ASKED = (
    "This service does not ask the revocation list for Better Auth's tokens (AUTHBRIDGE_REVOCATION is off), so those "
    "that are out stay good until they expire."
)
UNKNOWN_THERE = (
    "Better Auth's tables are out of reach, so nobody can say from here whether a session lives on there and mints new "
    "tokens. {}"
)
LIVE_THERE = "In Better Auth's own database {} live on and can mint new tokens. {}"
END_THERE = "End them there: `revokeUserSessions` of its admin plugin, or delete the rows of this person's sessions."
UNNAMED = "A token of Better Auth's that does not name its session is not stopped by ending one: to be sure, end all."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has ended, and what goes on; nothing goes on where `remains` is empty."""

    ended: str = ""
    remains: str = ""

    def told(self, whole: str, part: str) -> str:
        """The message: `whole` stands before it if nothing goes on, else `part`."""
        return " ".join(filter(None, (part if self.remains else whole, self.ended, self.remains)))


def end_one(staff: str, user_id: str, session_id: str, why: str = "") -> Outcome:
    """End one session of a person; `staff` is the id of who does it, `why` their reason."""
    local = RefreshFamily.objects.filter(pk=session_id, user_id=user_id).exists()
    reached = _reached(
        lambda: (
            families.end(session_id, EndReason.STAFF, actor=staff)
            if local
            else revocation.revoke_session(session_id, actor=staff)
        )
    )
    # The bridge's own event names a session; whose it was, only who looks at the person knows.
    record(Kind.TOKEN_REVOKED, user_id=user_id, actor=staff, reason="session_ended_by_staff")
    _log(staff, user_id, f"Ended the session {session_id}", why)
    outcome = _outcome(reached, _there(user_id, session_id), local=local)
    return outcome if local else Outcome(outcome.ended, f"{outcome.remains} {UNNAMED}".strip())


def end_all(staff: str, user_id: str, why: str = "") -> Outcome:
    """End every session of a person: nothing issued to them until now is accepted."""
    local = User.objects.filter(pk=user_id).exists()
    ended = _reached(lambda: families.end_all(user_id, EndReason.STAFF, actor=staff))
    reached = _reached(lambda: revocation.revoke_subject(user_id, actor=staff)) and ended
    _log(staff, user_id, "Ended every session", why)
    return _outcome(reached, _there(user_id), local=local)


def _reached(act: Callable[[], object]) -> bool:
    """Whether the revocation list took what `act` gave it; sessions of local accounts have ended either way."""
    try:
        act()
    except Unavailable:
        return False
    except Exception:  # each cache backend has its own errors
        logger.exception(
            "The revocation list did not take what staff ended, so tokens that are out hold until they expire. "
            "Check the cache that REVOCATION_CACHE names."
        )
        return False
    return True


def _there(user_id: str, session_id: str = "") -> int | None:
    """How many sessions live on in Better Auth's tables (or whether that one does); None where they cannot be read."""
    found = asked(queries.sessions_of, user_id)
    if found is None:
        return None
    moment = now()
    return sum(session.is_live(moment) and session_id in ("", session.id) for session in found)


def _outcome(reached: bool, there: int | None, *, local: bool) -> Outcome:
    remains = []
    if not reached:
        remains.append(NO_LIST)
    if not local and not conf.keys().REVOCATION:
        remains.append(NOT_ASKED)
    if there:
        remains.append(LIVE_THERE.format("1 session" if there == 1 else f"{there} sessions", END_THERE))
    elif there is None and not local:
        remains.append(UNKNOWN_THERE.format(END_THERE))
    stopped = reached and (local or conf.keys().REVOCATION)
    return Outcome(STOPPED if stopped else "", " ".join(remains))


def _log(staff: str, user_id: str, said: str, why: str) -> None:
    message = f"{said}. Why: {why}" if why else said
    LogEntry.objects.log_actions(staff, [Person(user_id=user_id)], CHANGE, change_message=message, single_object=True)
