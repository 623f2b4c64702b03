"""One change to all tasks of a kind: `complete_all` and `delete_completed`.

A list may hold 100,000 tasks, so they are written many in a statement, and their history with them.
"""

from __future__ import annotations

from todos import history
from todos.changing import Changes, change_locked, find, write_all
from todos.completing import completing
from todos.ledger import Ledger
from todos.models import Task, TaskQuerySet

BATCH = 500  # tasks in one UPDATE


def complete_all(ledger: Ledger) -> int:
    """Complete every live task. Returns how many were not; raises `QuotaExceeded`.

    Those that recur come last and one by one: each has a successor to be made.
    """
    pending = _live(ledger, completed=False)
    recurring = list(pending.exclude(recurrence=None).values_list("id", flat=True))
    count = _sweep(ledger, pending.filter(recurrence=None), {"completed": True})
    for task_id in recurring:
        change_locked(ledger, find(ledger.user_id, task_id), completing(True))
    return count + len(recurring)


def trash_completed(ledger: Ledger) -> int:
    """Move every completed task to the trash. Returns how many."""
    return _sweep(ledger, _live(ledger, completed=True), {"deleted_at": ledger.moment})


def _live(ledger: Ledger, *, completed: bool) -> TaskQuerySet:
    return Task.objects.of(ledger.user_id).live().filter(completed=completed).order_by("id")


def _sweep(ledger: Ledger, tasks: TaskQuerySet, changes: Changes) -> int:
    ids = list(tasks.values_list("id", flat=True))
    for start in range(0, len(ids), BATCH):
        batch = tasks.filter(id__in=ids[start : start + BATCH]).only("completed", "deleted_at")
        write_all(ledger, list(batch), changes)
        history.write(ledger)
    return len(ids)
