"""Everything the desk knows about one person, gathered for one page: a bounded number of small queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from authbridge.accounts.models import RefreshFamily, User
from authbridge.auditlog.models import AuthEvent
from authbridge.directory import queries
from todos.clock import now
from todos.models import Owner, Seen, Task
from todos.support.better_auth import asked
from todos.support.people.lookup import called, known

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
    """The page."""

    user_id: str
    identity: Identity
    counts: Owner
    sessions: list[Session] = field(default_factory=list)
    events: list[AuthEvent] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    trash: list[Task] = field(default_factory=list)


def gather(user_id: str) -> Dossier:
    """The dossier of `user_id`; of somebody nobody knows, an empty one."""
    local = User.objects.filter(pk=user_id).first()
    tasks = Task.objects.of(user_id)
    return Dossier(
        user_id,
        _identity(user_id, local),
        Owner.objects.filter(pk=user_id).first() or Owner(user_id=user_id),
        _sessions(user_id, local),
        _events(user_id),
        list(tasks.live().order_by("-created_at", "-id")[:SHOWN]),
        list(tasks.trashed().order_by("-deleted_at", "-id")[:SHOWN]),
    )


def _events(user_id: str) -> list[AuthEvent]:
    """The latest, whose `by` says who did it as staff call them."""
    events = list(AuthEvent.objects.filter(user_id=user_id).order_by("-at", "-id")[:SHOWN])
    names = known(event.actor for event in events)
    for event in events:
        event.by = called(names, event.actor)  # type: ignore[attr-defined]  # for the page
    return events


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


def _sessions(user_id: str, local: User | None) -> list[Session]:
    moment = now()
    if local is not None:
        families = RefreshFamily.objects.filter(user_id=user_id).order_by("-created_at")[:SHOWN]
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
            for family in families
        ]
    return [
        Session(
            found.id,
            "better-auth",
            found.created_at,
            found.expires_at,
            found.ip_address or "",
            found.user_agent or "",
            found.is_live(moment),
        )
        for found in (asked(queries.sessions_of, user_id) or [])[:SHOWN]
    ]
