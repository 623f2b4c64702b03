"""Everything the desk knows about one person, gathered for one page: a bounded number of small queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from authbridge.accounts.models import LoginAttempts, RefreshFamily, User
from authbridge.directory import queries
from todos.clock import now
from todos.models import Owner, Seen, Task
from todos.support.access.unlock import locks_of
from todos.support.better_auth import asked
from todos.support.models import Note

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the person is, and which source says so."""

    source: str
    name: str = ""
    email: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A session, without anything that could be used to enter it."""

    id: str
    kind: str
    began: datetime | None
    ends: datetime | None
    address: str
    client: str
    live: bool


@dataclass(slots=True)
class Dossier:
    """The page. `in_reach` is whether Better Auth's tables answered, which nobody asks about a local account."""

    user_id: str
    identity: Identity
    counts: Owner
    sessions: list[Session] = field(default_factory=list)
    in_reach: bool = True
    locks: list[LoginAttempts] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    trash: list[Task] = field(default_factory=list)

    @property
    def live(self) -> int:
        """How many sessions are known to be live."""
        return sum(session.live for session in self.sessions)


def gather(user_id: str) -> Dossier:
    """The dossier of `user_id`; of somebody nobody knows, an empty one."""
    local = User.objects.filter(pk=user_id).first()
    identity, tasks = _identity(user_id, local), Task.objects.of(user_id)
    sessions = _local_sessions(user_id) if local is not None else _their_sessions(user_id)
    return Dossier(
        user_id,
        identity,
        Owner.objects.filter(pk=user_id).first() or Owner(user_id=user_id),
        sessions or [],
        sessions is not None,
        locks_of(identity.email),
        list(Note.objects.filter(user_id=user_id).order_by("-at", "-id")[:SHOWN]),
        list(tasks.live().order_by("-created_at", "-id")[:SHOWN]),
        list(tasks.trashed().order_by("-deleted_at", "-id")[:SHOWN]),
    )


def identity_of(user_id: str) -> Identity:
    """Who it is."""
    return _identity(user_id, User.objects.filter(pk=user_id).first())


def _identity(user_id: str, local: User | None) -> Identity:
    if local is not None:
        return Identity("local account", local.name, local.email, "" if local.is_active else "The account is closed.")
    person = asked(queries.find_user, user_id)
    if person is not None:
        note = "Banned in Better Auth." if person.is_banned(now()) else ""
        return Identity("Better Auth", person.name, person.email, note)
    seen = Seen.objects.filter(pk=user_id).first()
    if seen is not None:
        return Identity(f"token seen {seen.at:%Y-%m-%d %H:%M} UTC", seen.name, seen.email)
    return Identity("nobody knows more than the id")


def _local_sessions(user_id: str) -> list[Session]:
    moment = now()
    return [
        Session(
            family.pk,
            "local",
            family.created_at,
            family.expires_at,
            family.address or "",
            family.user_agent,
            family.ended_at is None and family.expires_at > moment,
        )
        for family in RefreshFamily.objects.filter(user_id=user_id).order_by("-created_at")[:SHOWN]
    ]


def _their_sessions(user_id: str) -> list[Session] | None:
    """Better Auth's; None where its tables cannot be read."""
    moment, found = now(), asked(queries.sessions_of, user_id)
    if found is None:
        return None
    return [
        Session(
            session.id,
            "better-auth",
            session.created_at,
            session.expires_at,
            session.ip_address or "",
            session.user_agent or "",
            session.is_live(moment),
        )
        for session in found[:SHOWN]
    ]
