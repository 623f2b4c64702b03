"""A rule of recurrence in words that staff can read out."""

from __future__ import annotations

from todos.models import Task
from todos.recurrence import rules

_EVERY = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_ENDED = "–"


def in_words(task: Task) -> str:
    """Such as `every 2 weeks on MO, WE; counted from the due date`; a dash for a task without a rule."""
    if not task.recurrence:
        return _ENDED
    try:
        rule = rules.read(task.recurrence)
    except ValueError:  # a rule of a time when other rules were taken
        return task.recurrence
    every = _EVERY[rule.freq]
    said = f"every {rule.interval} {every}s" if rule.interval > 1 else f"every {every}"
    said += f" on {', '.join(rule.days)}" if rule.days else ""
    said += f" on day {rule.month_day}" if rule.month_day else ""
    said += f" of month {rule.month}" if rule.month else ""
    said += f", {rule.count} times more" if rule.count else ""
    said += f", until {rule.until.isoformat()}" if rule.until else ""
    return f"{said}; counted from {'the completion' if task.recurrence_from == 'completion' else 'the due date'}"
