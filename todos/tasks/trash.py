"""Into the trash and out of it."""

from __future__ import annotations

from todos.clock import now
from todos.errors import NotInTrash
from todos.models import Task
from todos.tasks.change import Changes, Decide, Versions, check_version, write
from todos.tasks.create import check_quota
from todos.tasks.position import own_position
from todos.tasks.transaction import Ledger


def trashing(versions: Versions | None = None) -> Decide:
    """The decision to move a task to the trash."""

    def decide(task: Task) -> Changes:
        check_version(task, versions)
        return {"deleted_at": now()}

    return decide


def restore(ledger: Ledger, task: Task, versions: Versions | None = None) -> Task:
    """Take a task out of the trash. Raises `NotInTrash` for a live one, `VersionConflict`, `QuotaExceeded`."""
    if task.deleted_at is None:
        raise NotInTrash
    check_version(task, versions)
    check_quota(ledger)
    position = own_position(ledger, task)
    write(ledger, task, {"deleted_at": None, **({} if position == task.position else {"position": position})})
    return task
