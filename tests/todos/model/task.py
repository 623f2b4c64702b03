"""A task of the model: the members that the API shows, beside a few that it does not.

`heir` is the task that follows a completed one that recurs, `series` the first of a series and `series_day` the day
in it; `between` are the positions that a new one has to lie between.
"""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

Task = dict[str, Any]
_MEMBERS = (
    "id", "user_id", "title", "description", "completed", "completed_at", "priority", "due_date", "due_time", "tags", "recurrence",
    "recurrence_from", "next_task_id", "position", "version", "created_at", "updated_at",
)  # fmt: skip


class _Chosen:
    """Equal to whatever the service chose."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]  # never a key


CHOSEN = _Chosen()


def wire(task: Task) -> Task:
    """The task as the API shows it; one in the trash with `deleted_at`."""
    names = (*_MEMBERS, "deleted_at") if task["deleted_at"] else _MEMBERS
    shown = {name: copy.copy(task.get(name)) for name in names}
    shown["next_task_id"] = task["heir"] and (task["heir"]["id"] or CHOSEN)
    return shown | {name: CHOSEN for name in ("id", "position") if task[name] is None}


def stamp(now: datetime) -> str:
    """A moment as the API writes it."""
    return f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03d}Z"
