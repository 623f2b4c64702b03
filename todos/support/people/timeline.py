"""What happened to a person, from four sources, newest first: access, their tasks, what staff did, notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.urls import reverse

from authbridge.auditlog.models import AuthEvent
from todos.models import Person, Task, TaskEvent
from todos.support.people.lookup import called, known
from todos.support.tasks.task_history import tell_of

SHOWN = 30
TASKS = 20  # whose history is looked at: those that changed last
SORTS = {"": "All", "access": "Access", "tasks": "Tasks", "staff": "Staff"}


@dataclass(slots=True)
class Entry:
    """One line. `lines` are what changed, where something did."""

    at: datetime
    sort: str
    what: str
    by: str = ""
    about: str = ""
    page: str = ""
    why: str = ""
    lines: list[str] = field(default_factory=list)


def timeline(user_id: str, sort: str, *, tasks: bool, trail: bool, descriptions: bool) -> list[Entry]:
    """The latest of what the reader may see; `sort` is one of `SORTS`."""
    found: list[Entry] = []
    changed = list(Task.objects.of(user_id).order_by("-revision")[:TASKS]) if tasks and sort != "access" else []
    if trail and sort in ("", "access"):
        found += _access(user_id)
    if tasks and sort in ("", "tasks"):
        found += _tasks(user_id, changed, descriptions)
    if sort in ("", "staff"):
        # Beside the history of a task, what staff did to it is told there already.
        found += _staff(user_id, changed if sort == "staff" else [])
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:SHOWN]


def _access(user_id: str) -> Iterable[Entry]:
    events = list(AuthEvent.objects.filter(user_id=user_id).order_by("-at", "-id")[:SHOWN])
    names = known(event.actor for event in events)
    for event in events:
        by = called(names, event.actor) if event.actor else ""
        about = event.address and f"from {event.address}"
        yield Entry(event.at, "access", event.kind.replace("_", " "), by, about, why=event.reason.replace("_", " "))


def _tasks(user_id: str, changed: list[Task], descriptions: bool) -> Iterable[Entry]:
    titles = {task.pk: task.title for task in changed}
    # By an expression: by the plain id PostgreSQL walks everybody's events backwards until it has met enough of these.
    latest = TaskEvent.objects.filter(user_id=user_id, task_id__in=titles).order_by((F("id") + 0).desc())
    events = list(latest[:SHOWN])
    for event, told in zip(events, tell_of(events, descriptions), strict=True):
        page = reverse("admin:todos_task_history", args=[event.task_id])
        lines = [line.sentence for line in told.lines]
        yield Entry(told.at, "tasks", told.kind, told.by, titles[event.task_id], page, lines=lines)


def _staff(user_id: str, changed: list[Task]) -> Iterable[Entry]:
    kinds = ContentType.objects.get_for_models(Person, Task, for_concrete_models=False)
    about = LogEntry.objects.select_related("user").order_by("-action_time", "-id")
    rows = list(about.filter(content_type=kinds[Person], object_id=user_id)[:SHOWN])
    if changed:
        rows += about.filter(content_type=kinds[Task], object_id__in=[str(task.pk) for task in changed])[:SHOWN]
    for row in rows:
        what, _, why = str(row.get_change_message()).partition(". Why: ")
        title = "" if row.object_id == user_id else row.object_repr
        yield Entry(row.action_time, "staff", what, row.user.get_username(), title, why=why)
