"""A task's events as staff read them: who, when, what; descriptions only for those who may read them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from authbridge.accounts.models import User
from todos.models import Task, TaskEvent
from todos.tasks.history import page

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One member that changed; `told` is whether its values may be shown."""

    name: str
    before: str
    after: str
    told: bool

    @property
    def sentence(self) -> str:
        """The change in words."""
        return f"{self.name}: {self.before} → {self.after}" if self.told else self.name


@dataclass(frozen=True, slots=True)
class Told:
    """One event."""

    at: datetime
    kind: str
    by: str
    lines: list[Line]

    @property
    def sentence(self) -> str:
        """The event in one line."""
        changes = "; ".join(line.sentence for line in self.lines)
        what = f"{self.kind} ({changes})" if changes else self.kind
        return f"{self.at:%Y-%m-%d %H:%M} UTC, {self.by}: {what}"


def since(task: Task, seen: int, *, descriptions: bool) -> list[Told]:
    """What happened after the event `seen`, newest first; of more than fifty events the newest."""
    events = TaskEvent.objects.filter(user_id=task.user_id, task_id=task.pk, id__gt=seen).order_by("-id")[:SHOWN]
    return tell_of(list(events), descriptions)


def tell(task: Task, before: int | None, *, descriptions: bool) -> tuple[list[Told], int | None]:
    """The latest events before the event `before`; and the id to go on from, if there are older ones."""
    events, more = page(task.user_id, task.pk, SHOWN, before)
    return tell_of(events, descriptions), (events[-1].pk if more else None)


def tell_of(events: list[TaskEvent], descriptions: bool) -> list[Told]:
    """The events as staff read them, in their order."""
    names = _staff(events)
    return [Told(event.at, event.kind, _by(event, names), _lines(event, descriptions)) for event in events]


def _staff(events: list[TaskEvent]) -> dict[str, str]:
    ids = {event.actor_id for event in events if event.actor_kind == "staff"}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "email")) if ids else {}


def _by(event: TaskEvent, names: dict[str, str]) -> str:
    if event.actor_kind == "staff":
        return f"staff: {names.get(event.actor_id, event.actor_id)}"
    return "the owner" if event.actor_id == event.user_id else event.actor_kind


def _lines(event: TaskEvent, descriptions: bool) -> list[Line]:
    changes = json.loads(event.changes).items()
    return [
        Line(name, _text(before), _text(after), True)
        if descriptions or name != "description"
        else Line(name, "", "", False)
        for name, (before, after) in changes
    ]


def _text(value: object) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
