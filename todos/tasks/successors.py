"""What follows when a task that recurs is completed: one successor, whoever completes it how often.

It happens in the transaction of the completion, under the owner's lock. A successor is remembered on
the task (`next_task_id`) and is unique for its series and day in the database. Reopening the task takes
the successor away again, if nobody has touched it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from todos.models import Task, Tombstone
from todos.parsing import zone_info
from todos.recurrence import rules
from todos.serializers.members import COPIED
from todos.tasks import rows
from todos.tasks.create import create_locked
from todos.tasks.transaction import Counts, Ledger


def follow(ledger: Ledger, task: Task) -> None:
    """Create or take away the successor of a task whose `completed` has just changed."""
    if task.completed:
        if task.recurrence and task.due_date and task.next_task_id is None:
            _create(ledger, task)
    elif task.next_task_id is not None:
        _take_away(ledger, task)


def _create(ledger: Ledger, task: Task) -> None:
    series = task.series_id or task.pk
    found = _following(task, series, ledger)
    if found is None:
        return
    day, rule = found
    fields = {name: getattr(task, name) for name in COPIED}
    fields |= {"due_date": day, "recurrence": rule.text, "series_id": series, "series_date": day}
    _remember(task, next_task_id=create_locked(ledger, fields).pk, series_id=series)


def _following(task: Task, series: int, ledger: Ledger) -> tuple[date, rules.Rule] | None:
    """The next day of the rule for which the series has no task, and the rule from there on; None at its end.

    A task that was put forward and done early leads to its own day again, and two done on one day lead to
    the same day where the rule counts from the completion: such a day has had its task.
    """
    from todos.recurrence.occurrences import following  # dateutil is loaded when a task that recurs is first completed

    due: date = task.due_date  # type: ignore[assignment]  # `follow` has looked
    today = ledger.moment.astimezone(zone_info(ledger.actor.time_zone)).date()
    begins = today if task.recurrence_from == "completion" else due
    after = max(today, begins)
    given = rules.read(task.recurrence or "")
    later = Task.objects.of(ledger.user_id).filter(series_id=series, series_date__gt=after)
    taken = set(later.values_list("series_date", flat=True))
    found = following(given, begins, after)
    while found is not None and found[0] in taken:
        found = following(given, begins, found[0])
    if found is not None and task.recurrence_from == "completion":
        # The next one is counted from its own completion, not from this day.
        return found[0], replace(given, count=found[1].count)
    return found


def _take_away(ledger: Ledger, task: Task) -> None:
    successor = rows.find(ledger.user_id, task.next_task_id or 0)
    if successor is not None and (successor.version > 1 or successor.deleted_at is not None):
        return
    if successor is not None:
        Task.objects.of(ledger.user_id).filter(id=successor.pk).delete()
        Tombstone.objects.create(
            user_id=ledger.user_id, task_id=successor.pk, revision=ledger.advance(), deleted_at=ledger.moment
        )
        ledger.count(Counts(-1, 0, 0))
    _remember(task, next_task_id=None)


def _remember(task: Task, **columns: int | None) -> None:
    """Part of the completion: no version of its own."""
    rows.update(task, columns)
    for name, value in columns.items():
        setattr(task, name, value)
