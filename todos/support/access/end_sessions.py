"""Signing people out: what a stolen session needs."""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry

from authbridge import conf, revocation
from authbridge.accounts.models import EndReason
from authbridge.accounts.sessions import families
from authbridge.auditlog.models import Kind
from authbridge.auditlog.recording import record
from todos.models import Person

_STOPPED = "Tokens issued until now are refused."
_NOT_STOPPED = (
    "This service does not ask the revocation list for Better Auth's tokens (AUTHBRIDGE_REVOCATION is off), so those "
    "that are out stay good until they expire."
)
_THERE_TOO = (
    "A Better Auth session also lives in Better Auth's database: end it there too, or it goes on minting tokens."
)


def effect(*, local: bool) -> str:
    """What ending a session did, and what remains to be done."""
    if local:
        return _STOPPED
    return f"{_STOPPED if conf.keys().REVOCATION else _NOT_STOPPED} {_THERE_TOO}"


def end_one(staff: str, user_id: str, session_id: str) -> str:
    """End one session of a person; `staff` is the id of who does it. Returns what that did."""
    local = families.end(session_id, EndReason.STAFF, actor=staff)
    if not local:
        revocation.revoke_session(session_id, actor=staff)
    # The bridge's own event names a session; whose it was, only who looks at the person knows.
    record(Kind.TOKEN_REVOKED, user_id=user_id, actor=staff, reason="session_ended_by_staff")
    _log(staff, user_id, f"Ended the session {session_id}")
    return effect(local=local)


def end_all(staff: str, user_id: str) -> str:
    """End every session of a person: nothing issued to them until now is accepted. Returns what that did."""
    local = families.end_all(user_id, EndReason.STAFF, actor=staff)
    revocation.revoke_subject(user_id, actor=staff)
    _log(staff, user_id, "Ended every session")
    return effect(local=bool(local))


def _log(staff: str, user_id: str, said: str) -> None:
    person = Person(user_id=user_id)
    LogEntry.objects.log_actions(staff, [person], CHANGE, change_message=said, single_object=True)
