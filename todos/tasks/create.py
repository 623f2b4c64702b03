"""Adding a task."""

from __future__ import annotations

from typing import Any

from todos import conf
from todos.actor import Actor
from todos.errors import QuotaExceeded, ValidationProblem, fault
from todos.models import Task
from todos.serializers.members import NEED_DUE_DATE
from todos.tasks import history, rows, storage
from todos.tasks.transaction import Counts, Ledger, open_ledger
from todos.text.search import search_columns


def create(user_id: str, fields: dict[str, Any], actor: Actor) -> Task:
    """Add a task at the end of the list, in a transaction of its own. `fields` are validated."""
    with open_ledger(user_id, actor, expected(fields), positions=1) as ledger:
        return create_locked(ledger, fields)


def expected(fields: dict[str, Any]) -> Counts:
    """What adding a task with these fields does to the counts."""
    stored = storage.of_task({**fields, **_texts(fields)}) + storage.of_event(history.told(None, _told(fields)))
    return Counts(1, int(fields.get("completed", False)), 0, stored)


def create_locked(ledger: Ledger, fields: dict[str, Any]) -> Task:
    """Add a task in an open ledger. Raises `QuotaExceeded`, and `ValidationProblem` for a time without a day."""
    check_quota(ledger)
    task = _new(ledger, fields)
    rows.insert(task)
    _note(ledger, task, fields)
    return task


def create_all(ledger: Ledger, contents: list[dict[str, Any]]) -> list[Task]:
    """Add tasks in an open ledger, hundreds in a statement. Raises as `create_locked` does."""
    check_quota(ledger, len(contents))
    tasks = [_new(ledger, fields) for fields in contents]
    rows.insert_all(tasks)
    for task, fields in zip(tasks, contents, strict=True):
        _note(ledger, task, fields)
    return tasks


def _new(ledger: Ledger, fields: dict[str, Any]) -> Task:
    """The row of a task at the end of the list, not yet written."""
    if fields.get("due_date") is None:
        refuse_without_date(fields)
    completed = fields.get("completed", False)
    # An import brings its own times and positions.
    derived = {
        "created_at": ledger.moment,
        "updated_at": ledger.moment,
        "completed_at": ledger.moment if completed else None,
        "position": fields.get("position") or ledger.end_position(),
    }
    task = Task(
        **{**derived, **fields},
        user_id=ledger.user_id,
        revision=ledger.advance(),
        **_texts(fields),
    )
    task.epoch = ledger.epoch
    return task


def _texts(fields: dict[str, Any]) -> dict[str, str]:
    """The columns that follow from what the person wrote."""
    return search_columns(fields["title"], fields.get("description", ""), fields.get("tags", []))


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    """What history tells of a new task."""
    return {name: value for name, value in fields.items() if value or name == "title"}


def _note(ledger: Ledger, task: Task, fields: dict[str, Any]) -> None:
    ledger.count(Counts(1, int(task.completed), 0, storage.of_task(vars(task))))
    ledger.record(task, None, _told(fields))


def refuse_without_date(fields: dict[str, Any]) -> None:
    """Raise `ValidationProblem` for what needs a due date, of a task that has none."""
    errors = [
        fault("pointer", f"#/{name}", "needs_due_date", "It needs a due date.")
        for name in NEED_DUE_DATE
        if fields.get(name) is not None
    ]
    if errors:
        raise ValidationProblem(errors=errors)


def check_quota(ledger: Ledger, more: int = 1) -> None:
    """Raise `QuotaExceeded` unless the list has room for `more` tasks."""
    most = conf.tasks_per_user_max()
    if ledger.counts.total + more > most:
        raise QuotaExceeded(most)
