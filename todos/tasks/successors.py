"""What follows when a task that recurs is completed: one successor, whoever completes it how often.

It happens in the transaction of the completion, under the owner's lock. A successor is remembered on
the task (`next_task_id`) and is unique for its series and day in the database. Reopening the task takes
the successor away again, if nobody has touched it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from todos import deadline
from todos.models import Task, Tombstone
from todos.parsing import zone_info
from todos.recurrence import rules
from todos.serializers.members import COPIED
from todos.tasks import rows, storage
from todos.tasks.create import create_all, create_locked
from todos.tasks.transaction import Counts, Ledger

CHUNK = 200  # tasks with their texts in memory at a time


def follow(ledger: Ledger, task: Task) -> None:
    """Create or take away the successor of a task whose `completed` has just changed."""
    if task.completed:
        if task.recurrence and task.due_date and task.next_task_id is None:
            _create(ledger, task)
    elif task.next_task_id is not None:
        _take_away(ledger, task)


def _create(ledger: Ledger, task: Task) -> None:
    series = task.series_id or task.pk
    fields = _content(task, series, _taken(ledger, [series]).get(series, set()), ledger)
    if fields is not None:
        _remember(task, next_task_id=create_locked(ledger, fields).pk, series_id=series)


def follow_all(ledger: Ledger, first: int) -> None:
    """Create the successors of all tasks that were completed by the changes from revision `first` on.

    Statements for every 200 tasks, not for each. Raises `QuotaExceeded`.
    """
    for tasks in _completed_since(ledger, first):
        taken = _taken(ledger, [task.series_id or task.pk for task in tasks])
        followed, contents = [], []
        for task in tasks:
            deadline.check()
            series = task.series_id or task.pk
            fields = _content(task, series, taken.setdefault(series, set()), ledger)
            if fields is not None:
                taken[series].add(fields["series_date"])
                followed.append(task)
                contents.append(fields)
        if contents:
            created = zip(followed, create_all(ledger, contents), strict=True)
            links = [(task.pk, heir.pk, task.series_id or task.pk) for task, heir in created]
            rows.link_successors(ledger.user_id, links)


def _completed_since(ledger: Ledger, first: int) -> Iterator[list[Task]]:
    """The tasks that are to have a successor, by id, a chunk at a time."""
    found = Task.objects.of(ledger.user_id).filter(revision__range=(first, ledger.revision), next_task_id=None)
    found = found.exclude(recurrence=None).order_by("id")
    last = 0
    while tasks := list(found.filter(id__gt=last)[:CHUNK]):
        yield tasks
        last = tasks[-1].pk


def _content(task: Task, series: int, taken: set[date], ledger: Ledger) -> dict[str, Any] | None:
    """The fields of the successor; None where the rule has ended."""
    found = _following(task, taken, ledger)
    if found is None:
        return None
    day, rule = found
    fields = {name: getattr(task, name) for name in COPIED}
    return {**fields, "due_date": day, "recurrence": rule.text, "series_id": series, "series_date": day}


def _taken(ledger: Ledger, series: list[int]) -> dict[int, set[date]]:
    """The days from tomorrow on that have had their task, by series."""
    later = Task.objects.of(ledger.user_id).filter(series_id__in=series, series_date__gt=_today(ledger))
    taken: dict[int, set[date]] = {}
    for one, day in later.values_list("series_id", "series_date"):
        taken.setdefault(one or 0, set()).add(day)  # type: ignore[arg-type]  # the filter leaves no null
    return taken


def _today(ledger: Ledger) -> date:
    """The day where the person is who completes."""
    return ledger.moment.astimezone(zone_info(ledger.actor.time_zone)).date()


def _following(task: Task, taken: set[date], ledger: Ledger) -> tuple[date, rules.Rule] | None:
    """The next day of the rule for which the series has no task, and the rule from there on; None at its end.

    A task that was put forward and done early leads to its own day again, and two done on one day lead to
    the same day where the rule counts from the completion: such a day has had its task.
    """
    from todos.recurrence.occurrences import following  # dateutil is loaded when a task that recurs is first completed

    due: date = task.due_date  # type: ignore[assignment]  # `follow` has looked
    today = _today(ledger)
    begins = today if task.recurrence_from == "completion" else due
    after = max(today, begins)
    given = rules.read(task.recurrence or "")
    found = following(given, begins, after)
    while found is not None and found[0] in taken:
        deadline.check()
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
        ledger.count(Counts(-1, 0, 0, -storage.of_task(vars(successor))))
    _remember(task, next_task_id=None)


def _remember(task: Task, **columns: int | None) -> None:
    """Part of the completion: no version of its own."""
    rows.update(task, columns)
    for name, value in columns.items():
        setattr(task, name, value)
