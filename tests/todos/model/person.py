"""One person's list, and everything that may be done to it.

Ids and positions are the service's to choose: both are None until an answer tells them, and `settle`
holds the choice of a position to what the contract says of it.
"""

from __future__ import annotations

import copy
from datetime import date, datetime, timedelta
from typing import Any

from tests.todos.model.content import DEFAULTS
from tests.todos.model.refusals import Refused, invalid, missing
from tests.todos.model.task import Task, stamp

Versions = set[int] | None


class Person:
    """The tasks of one person, live and trashed, with the counter of their changes and of the events told."""

    def __init__(self, user_id: str, quota: int) -> None:
        self.user_id, self.quota = user_id, quota
        self.tasks: list[Task] = []
        self.revision = self.events = 0
        self.last_position = 0

    @property
    def live(self) -> list[Task]:
        """Those outside the trash."""
        return [task for task in self.tasks if task["deleted_at"] is None]

    @property
    def trash(self) -> list[Task]:
        """Those in it."""
        return [task for task in self.tasks if task["deleted_at"] is not None]

    def find(self, task_id: int, *, trashed: bool = False) -> Task:
        """The live task; with `trashed`, any."""
        for task in self.tasks:
            if task["id"] == task_id and (trashed or task["deleted_at"] is None):
                return task
        raise missing()

    def create(self, fields: dict[str, Any], now: datetime, **hidden: Any) -> Task:
        """Add a task at the end."""
        self._has_room()
        if fields["due_date"] is None:
            _needs_no_date(fields)
        done = fields.get("completed", False)
        task = {
            "id": None, "user_id": self.user_id, "position": None, "version": 1, "deleted_at": None, "heir": None,
            "created_at": stamp(now), "updated_at": stamp(now), "completed": done, "completed_at": stamp(now) if done else None,
            "series": None, "series_day": None, "between": None, **fields, **hidden,
        }  # fmt: skip
        self.tasks.append(task)
        self.revision += 1
        self.events += 1
        return task

    def update(self, task_id: int, fields: dict[str, Any], versions: Versions, now: datetime) -> Task:
        """Set members; without a due date neither a time nor a rule stays."""
        task = self._at(self.find(task_id), versions)
        if fields.get("due_date", task["due_date"]) is None:
            _needs_no_date(fields)
            fields = {**fields, "due_time": None, "recurrence": None}
        return self._change(task, fields, now)

    def complete(self, task_id: int, value: bool | None, versions: Versions, now: datetime) -> Task:
        """Set `completed`, or turn it over."""
        task = self._at(self.find(task_id), versions)
        return self._change(task, {"completed": not task["completed"] if value is None else value}, now)

    def delete(self, task_id: int, versions: Versions, now: datetime) -> Task:
        """Into the trash."""
        return self._change(self._at(self.find(task_id), versions), {"deleted_at": stamp(now)}, now)

    def restore(self, task_id: int, versions: Versions, now: datetime) -> Task:
        """Out of the trash, to the place it had."""
        task = self.find(task_id, trashed=True)
        if task["deleted_at"] is None:
            raise Refused(409, "not_in_trash")
        self._at(task, versions)
        self._has_room()
        if any(other["position"] == task["position"] for other in self.live):
            # Its place was given away meanwhile: it comes right behind whoever has it now.
            behind = [other["position"] for other in self.live if other["position"] > task["position"]]
            task["between"], task["position"] = (task["position"], min(behind, default=None)), None
        return self._change(task, {"deleted_at": None}, now)

    def move(self, task_id: int, where: str, neighbour: int, versions: Versions, now: datetime) -> Task:
        """Between two neighbours, or to an end."""
        task = self._at(self.find(task_id), versions)
        if neighbour == task_id:
            raise invalid((f"#/{where}", "same_task"))
        others = sorted((other for other in self.live if other is not task), key=lambda other: other["position"])
        beside = len(others) if where == "bottom" else 0
        if where in ("before", "after"):
            beside = others.index(self.find(neighbour)) + (where == "after")
        below = others[beside - 1]["position"] if beside else None
        above = others[beside]["position"] if beside < len(others) else None
        if (below is None or below < task["position"]) and (above is None or task["position"] < above):
            return task  # it is there already
        task["between"], task["position"] = (below, above), None
        self._touch(task, now)
        return task

    def complete_all(self, now: datetime) -> int:
        """Everything that is not done."""
        pending = [task for task in self.live if not task["completed"]]
        for task in pending:
            self._change(task, {"completed": True}, now)
        return len(pending)

    def delete_completed(self, now: datetime) -> int:
        """Everything that is done."""
        done = [task for task in self.live if task["completed"]]
        for task in done:
            self._change(task, {"deleted_at": stamp(now)}, now)
        return len(done)

    def settle(self, shown: dict[int, Task]) -> None:
        """Take over the ids and positions that the service chose; `shown` are all its tasks."""
        for task in self.tasks:
            if task["heir"] is not None and task["heir"]["id"] is None:
                task["heir"]["id"] = shown[task["id"]]["next_task_id"]
        for task in self.tasks:
            if task["position"] is not None:
                continue
            below, above = task["between"] or (self.last_position, None)
            position = shown[task["id"]]["position"]
            assert below is None or below < position, (task, self.tasks, shown)
            assert above is None or position < above, (task, self.tasks, shown)
            task["position"], task["between"] = position, None
            self.last_position = max(self.last_position, position)

    def _at(self, task: Task, versions: Versions) -> Task:
        if versions is not None and task["version"] not in versions:
            raise Refused(412, "version_conflict", current_version=task["version"])
        return task

    def _has_room(self) -> None:
        if len(self.live) >= self.quota:
            raise Refused(409, "task_quota_exceeded")

    def _change(self, task: Task, fields: dict[str, Any], now: datetime) -> Task:
        changed = {name: value for name, value in fields.items() if task[name] != value}
        if not changed:
            return task
        task.update(copy.deepcopy(changed))
        self._touch(task, now)
        if "completed" in changed:
            task["completed_at"] = stamp(now) if task["completed"] else None
            self._follow(task, now)
        return task

    def _touch(self, task: Task, now: datetime) -> None:
        task["version"] += 1
        task["updated_at"] = stamp(now)
        self.revision += 1
        self.events += 1

    def _follow(self, task: Task, now: datetime) -> None:
        """Completing a task that recurs makes the next one; reopening takes an untouched one away."""
        heir = task["heir"]
        if task["completed"] and task["recurrence"] and heir is None:
            self._succeed(task, now)
        elif not task["completed"] and heir is not None and heir["version"] == 1 and heir["deleted_at"] is None:
            self.tasks.remove(heir)
            self.revision += 1
            task["heir"] = None

    def _succeed(self, task: Task, now: datetime) -> None:
        parts = dict(part.split("=") for part in task["recurrence"].split(";"))
        step, left = timedelta(days=int(parts.get("INTERVAL", 1))), int(parts.get("COUNT", 0))
        if left == 1:
            return
        series = task["series"] or task
        taken = {other["series_day"] for other in self.tasks if other["series"] is series}
        due = date.fromisoformat(task["due_date"]) if task["recurrence_from"] == "due" else now.date()
        day = due + step
        while day <= now.date() or day.isoformat() in taken:
            day += step
        parts |= {"COUNT": str(left - 1)} if left else {}
        fields = {name: copy.deepcopy(task[name]) for name in ("title", *DEFAULTS)}
        fields |= {
            "due_date": day.isoformat(),
            "recurrence": ";".join(f"{name}={part}" for name, part in parts.items()),
        }
        task["series"] = series
        task["heir"] = self.create(fields, now, series=series, series_day=day.isoformat())


def _needs_no_date(fields: dict[str, Any]) -> None:
    faults = [(f"#/{name}", "needs_due_date") for name in ("due_time", "recurrence") if fields.get(name) is not None]
    if faults:
        raise invalid(*faults)
