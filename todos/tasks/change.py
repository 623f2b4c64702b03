"""Changing one task: every path to a row's columns ends in `write`.

A change is decided by a function of the task as it is. It is decided on an unlocked read first, and
written only if the task is still that version; a change that lost the race is decided again on the
locked row. So a change that changes nothing costs one read and no lock, two changes of different
members both survive, and N toggles flip a task N times.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from todos.actor import Actor
from todos.errors import NoSuchTask, VersionConflict
from todos.models import Task
from todos.serializers.members import NEED_DUE_DATE
from todos.tasks import history, rows, storage, successors
from todos.tasks.create import refuse_without_date
from todos.tasks.transaction import Counts, Ledger, open_ledger
from todos.text.search import search_columns

Changes = dict[str, Any]
# What `If-Match` allows: versions, each alone or in the life of the list that it was read in.
Versions = frozenset[int | tuple[int, str]]
Decide = Callable[[Task], Changes]
Find = Callable[[str, int], Task]
ID_MAX = 2**63 - 1
SEARCHED = ("title", "description", "tags")


def find(user_id: str, task_id: int) -> Task:
    """The live task. Raises `NoSuchTask`."""
    task = find_any(user_id, task_id)
    if task.deleted_at is not None:
        raise NoSuchTask
    return task


def find_any(user_id: str, task_id: int) -> Task:
    """The task, in the trash or not. Raises `NoSuchTask` for a purged one."""
    task = rows.find(user_id, task_id) if task_id <= ID_MAX else None
    if task is None:
        raise NoSuchTask
    return task


def change(user_id: str, task_id: int, decide: Decide, actor: Actor, find: Find = find) -> Task:
    """Apply what `decide` says to the task, in a transaction of its own. Returns the task as it is now."""
    task = find(user_id, task_id)
    changes = _effective(task, decide(task))
    if not changes:
        return task
    with open_ledger(user_id, actor, _expected(task, changes)) as ledger:
        if not write(ledger, task, changes):
            task = change_locked(ledger, find(user_id, task_id), decide)
    return task


def change_locked(ledger: Ledger, task: Task, decide: Decide) -> Task:
    """Apply what `decide` says to a task that was read in this ledger."""
    changes = _effective(task, decide(task))
    if changes and not write(ledger, task, changes):
        raise RuntimeError("a task changed while its list was locked")
    return task


def write(ledger: Ledger, task: Task, changes: Changes, *, recorded: bool = True) -> bool:
    """Write `changes` if the task is still the version at hand; then `task` has them too.

    `recorded` is whether history tells it: making room for another task's move is nobody's doing.
    """
    before = {name: getattr(task, name) for name in changes}
    columns = {
        **changes,
        **_derived(task, changes, ledger.moment),
        "version": task.version + 1,
        "updated_at": ledger.moment,
    }
    counts = _counts(task, changes) + Counts(stored=storage.growth(task, columns))
    revision = ledger.advance()
    columns["revision"] = revision
    if not rows.update(task, columns):
        ledger.changes -= 1
        return False
    for name, value in columns.items():
        setattr(task, name, value)
    ledger.count(counts)
    ledger.record(task, before, changes, recorded=recorded)
    if "completed" in changes:
        successors.follow(ledger, task)
    return True


def _effective(task: Task, changes: Changes) -> Changes:
    return {name: value for name, value in changes.items() if getattr(task, name) != value}


def _derived(task: Task, changes: Changes, moment: datetime) -> Changes:
    """The columns that follow from the changed ones."""
    derived: Changes = {}
    if "completed" in changes:
        derived["completed_at"] = moment if changes["completed"] else None
    if not changes.keys().isdisjoint(SEARCHED):
        derived |= search_columns(**{name: changes.get(name, getattr(task, name)) for name in SEARCHED})
    return derived


def _expected(task: Task, changes: Changes) -> Counts:
    """What the change does to the counts of the list, with what history tells of it."""
    columns = {**changes, **_derived(task, changes, task.updated_at)}
    told = history.told({name: getattr(task, name) for name in changes}, changes)
    stored = storage.growth(task, columns) + storage.of_event(told)
    return _counts(task, changes) + Counts(stored=stored)


def _counts(task: Task, changes: Changes) -> Counts:
    """What the change does to the counts of the list."""
    return _counted(changes.get("completed", task.completed), changes.get("deleted_at", task.deleted_at)) + -_counted(
        task.completed, task.deleted_at
    )


def _counted(completed: bool, deleted_at: datetime | None) -> Counts:
    return Counts(1, int(completed), 0) if deleted_at is None else Counts(0, 0, 1)


def merge(fields: Changes, versions: Versions | None = None) -> Decide:
    """The decision to set `fields` (validated), if the task's version is one of `versions`."""

    def decide(task: Task) -> Changes:
        check_version(task, versions)
        due_date = fields.get("due_date", task.due_date)
        if due_date is None:
            refuse_without_date(fields)
            return {**fields, **dict.fromkeys(NEED_DUE_DATE)}
        return fields

    return decide


def check_version(task: Task, versions: Versions | None) -> None:
    """Raise `VersionConflict` unless the task's version is one of `versions`; None is any."""
    if versions is not None and task.version not in versions and (task.version, task.epoch) not in versions:
        raise VersionConflict(task.version)
