"""Into the trash and out of it."""

from __future__ import annotations

from todos import rows
from todos.changing import ID_MAX, Changes, Decide, check_version
from todos.clock import now
from todos.models import Task
from todos.problems import NoSuchTask, NotInTrash


def trashing(versions: frozenset[int] | None = None) -> Decide:
    """The decision to move a task to the trash."""

    def decide(task: Task) -> Changes:
        check_version(task, versions)
        return {"deleted_at": now()}

    return decide


def restoring(versions: frozenset[int] | None = None) -> Decide:
    """The decision to take a task out of the trash. Raises `NotInTrash` for a live one."""

    def decide(task: Task) -> Changes:
        if task.deleted_at is None:
            raise NotInTrash
        check_version(task, versions)
        return {"deleted_at": None}

    return decide


def find_any(user_id: str, task_id: int) -> Task:
    """The task, in the trash or not. Raises `NoSuchTask` for a purged one."""
    task = rows.find(user_id, task_id) if task_id <= ID_MAX else None
    if task is None:
        raise NoSuchTask
    return task
