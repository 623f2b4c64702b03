"""One change to all tasks of a kind: `complete_all` and `delete_completed`.

A list may hold 100,000 tasks: they are written by one statement, and their history by another.
"""

from __future__ import annotations

from typing import Any

from todos.models import Task
from todos.tasks import history, rows
from todos.tasks.change import change_locked, find
from todos.tasks.complete import completing
from todos.tasks.transaction import Change, Counts, Ledger


def complete_all(ledger: Ledger) -> int:
    """Complete every live task. Returns how many were not; raises `QuotaExceeded`.

    Those that recur come last and one by one: each has a successor to be made.
    """
    pending = Task.objects.of(ledger.user_id).live().filter(completed=False)
    recurring = list(pending.exclude(recurrence=None).order_by("id").values_list("id", flat=True))
    count = _sweep(
        ledger,
        "deleted_at IS NULL AND NOT completed AND recurrence IS NULL",
        {"completed": (False, True)},
        Counts(0, 1, 0),
        completed_at=ledger.moment,
    )
    for task_id in recurring:
        change_locked(ledger, find(ledger.user_id, task_id), completing(True))
    return count + len(recurring)


def trash_completed(ledger: Ledger) -> int:
    """Move every completed task to the trash. Returns how many."""
    return _sweep(ledger, "deleted_at IS NULL AND completed", {"deleted_at": (None, ledger.moment)}, Counts(-1, -1, 1))


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
        history.write_swept(ledger, Change(Task(), before, after, recorded=True), first)
    return count
