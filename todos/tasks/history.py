"""What happened to a task: an append-only event for every change, written with the change itself.

An event says who (`user`, `staff`, `system`), when, in which request, and what changed from what to
what, in the values of the API. A no-op leaves none. Long texts are kept to their first 500 characters:
history tells what happened, it is not a second copy of the content.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import TextChoices

from todos.models import TaskEvent
from todos.serializers.members import MEMBERS, MOMENT

if TYPE_CHECKING:  # the ledger writes history, so it cannot be imported here as well
    from todos.tasks.transaction import Change, Ledger

TEXT_MAX = 500
BATCH = 500  # events in one INSERT
RETENTION_DAYS = 365
_FIELDS = [field for field in TaskEvent._meta.concrete_fields if not field.primary_key]
_COLUMNS = ", ".join(str(field.column) for field in _FIELDS)
_PLACES = f"({', '.join(['%s'] * len(_FIELDS))})"


class EventKind(TextChoices):
    """The closed list of what can happen."""

    CREATED = "created"
    UPDATED = "updated"
    COMPLETED = "completed"
    REOPENED = "reopened"
    TRASHED = "trashed"
    RESTORED = "restored"
    MOVED = "moved"


def write(ledger: Ledger) -> None:
    """Write the ledger's events so far, up to 500 in a statement."""
    events = [_event(ledger, change) for change in ledger.events if change.recorded]
    for start in range(0, len(events), BATCH):
        _insert(events[start : start + BATCH])
    ledger.events.clear()


def write_swept(ledger: Ledger, change: Change, first: int) -> None:
    """Write the event of `change` for every task whose revision is `first` or later, in one statement."""
    write(ledger)
    event, from_task = _event(ledger, change), {"user_id": "user_id", "task_id": "id"}
    given = [field for field in _FIELDS if field.attname not in from_task]
    selected = ", ".join(from_task.get(field.attname, "%s") for field in _FIELDS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO todos_taskevent ({_COLUMNS}) SELECT {selected} FROM todos_task"
            " WHERE user_id = %s AND revision >= %s ORDER BY revision",
            [*_stored(event, given), ledger.user_id, first],
        )


def _insert(events: list[TaskEvent]) -> None:
    params = [value for event in events for value in _stored(event, _FIELDS)]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO todos_taskevent ({_COLUMNS}) VALUES {', '.join([_PLACES] * len(events))}", params)


def _stored(event: TaskEvent, fields: Sequence[Any]) -> Iterator[Any]:
    return (field.get_db_prep_save(getattr(event, field.attname), connection) for field in fields)


def _event(ledger: Ledger, change: Change) -> TaskEvent:
    return TaskEvent(
        user_id=ledger.user_id,
        task_id=change.task.pk,
        at=ledger.moment,
        kind=_kind(change),
        actor_kind=ledger.actor.kind,
        actor_id=ledger.actor.id,
        request_id=ledger.actor.request_id,
        changes=change.text,
    )


def _kind(change: Change) -> EventKind:
    after = change.after
    if change.before is None:
        return EventKind.CREATED
    if "deleted_at" in after:
        return EventKind.RESTORED if after["deleted_at"] is None else EventKind.TRASHED
    if "completed" in after:
        return EventKind.COMPLETED if after["completed"] else EventKind.REOPENED
    return EventKind.MOVED if set(after) == {"position"} else EventKind.UPDATED


def told(before: dict[str, Any] | None, after: dict[str, Any]) -> str:
    """Every changed member as `[before, after]`, in the values of the API, as JSON."""
    known = before or {}
    changes = {
        name: [_value(name, known[name]) if name in known else None, _value(name, value)]
        for name, value in after.items()
        if name in MEMBERS
    }
    return json.dumps(changes, ensure_ascii=False, separators=(",", ":"))


def _value(name: str, value: Any) -> Any:
    shown = MEMBERS[name].codec.encode(value)
    return f"{shown[:TEXT_MAX]}…" if isinstance(shown, str) and len(shown) > TEXT_MAX else shown


def page(user_id: str, task_id: int, limit: int, before: int | None) -> tuple[list[TaskEvent], bool]:
    """The latest `limit` events of a task, before the event `before`; and whether there are older ones."""
    found = TaskEvent.objects.filter(user_id=user_id, task_id=task_id)
    if before is not None:
        found = found.filter(id__lt=before)
    events = list(found.order_by("-id")[: limit + 1])
    return events[:limit], len(events) > limit


def as_dict(event: TaskEvent) -> dict[str, Any]:
    """An event as the API tells it. Which member of staff it was is the desk's to know."""
    return {
        "id": event.pk,
        "at": MOMENT.encode(event.at),
        "kind": event.kind,
        "actor": event.actor_kind,
        "changes": json.loads(event.changes),
        "request_id": event.request_id,
    }
