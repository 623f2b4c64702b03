"""One change to all tasks of a kind: `complete_all` and `delete_completed`.

A list may hold 100,000 tasks: they are written by one statement, and their history by another.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from todos import conf, turns
from todos.errors import ValidationProblem, fault
from todos.models import Task
from todos.tasks import history, rows, storage, successors
from todos.tasks.transaction import Change, Counts, Ledger


def complete_all(ledger: Ledger) -> int:
    """Complete every live task, and make the successors of those that recur. Returns how many were not completed.

    Raises `ValidationProblem` for more than one request may write, `QuotaExceeded`, and `Busy` where many recur and
    another request makes successors already.
    """
    _refuse_too_many(ledger, ledger.counts.total - ledger.counts.completed)
    pending = Task.objects.of(ledger.user_id).live().filter(completed=False)
    recurring = pending.exclude(recurrence=None).count()
    most = conf.successors_per_request_max()
    if recurring > most:
        detail = f"More than {most} tasks here recur, and each has a successor to be made. Complete them in parts."
        raise ValidationProblem(errors=[fault("pointer", "#/op", "too_many", detail)])
    with turns.at_length() if recurring > successors.CHUNK else nullcontext():
        first = ledger.revision + 1
        count = _sweep(
            ledger,
            "deleted_at IS NULL AND NOT completed",
            {"completed": (False, True)},
            Counts(0, 1, 0),
            completed_at=ledger.moment,
        )
        if recurring:
            successors.follow_all(ledger, first)
    return count


def trash_completed(ledger: Ledger) -> int:
    """Move every completed task to the trash. Returns how many; raises `ValidationProblem` as above."""
    _refuse_too_many(ledger, ledger.counts.completed)
    return _sweep(ledger, "deleted_at IS NULL AND completed", {"deleted_at": (None, ledger.moment)}, Counts(-1, -1, 1))


def _refuse_too_many(ledger: Ledger, more: int) -> None:
    """Raise `ValidationProblem` where the request would have written more tasks than one may."""
    most = conf.rows_per_request_max()
    if ledger.changes + more > most:
        detail = f"One request writes at most {most} tasks, and with this it would be more. Send it by itself."
        raise ValidationProblem(errors=[fault("pointer", "#/op", "too_many", detail)])


def _sweep(ledger: Ledger, where: str, changes: dict[str, tuple[Any, Any]], each: Counts, **derived: Any) -> int:
    """Write `changes`, from what to what, to all tasks `where`, and what is `derived` from them.

    `each` is what one of them does to the counts. Returns how many there were.
    """
    before, after = ({name: pair[place] for name, pair in changes.items()} for place in (0, 1))
    first = ledger.revision + 1
    count = rows.sweep(ledger.user_id, where, {**after, **derived, "updated_at": ledger.moment}, first)
    ledger.changes += count
    ledger.count(Counts(*(count * part for part in each)))
    if count:
        text = history.told(before, after)
        history.write_swept(ledger, Change(Task(), before, after, True, text), first)
        ledger.count_history(count * storage.of_event(text))
    return count
