"""Completing a task: setting it so, or turning it over."""

from __future__ import annotations

from todos.models import Task
from todos.tasks.change import Changes, Decide, Versions, check_version


def completing(value: bool | None, versions: Versions | None = None) -> Decide:
    """The decision to set `completed` to `value`, or, for None, to the opposite of what it is."""

    def decide(task: Task) -> Changes:
        check_version(task, versions)
        return {"completed": (not task.completed) if value is None else value}

    return decide
