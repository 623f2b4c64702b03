"""A task as a VTODO (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from icalendar import Todo, vRecur

from todos.recurrence import rules
from todos.transfer.portable_rule import portable

_TASKS = UUID("3b0a5ed0-8d5c-4c0c-9e3c-6f1f6c6d2f7a")  # the namespace of the names below (RFC 9562, 5.5)
# RFC 5545, 3.8.1.9: 1 is the highest, 9 the lowest, 0 none.
_PRIORITY = {"none": 0, "low": 9, "medium": 5, "high": 1}


def vtodo(task: dict[str, Any]) -> Todo:
    """The component of a task as the API tells it. A date without time is a DATE, with one a floating DATE-TIME."""
    todo = Todo()
    todo.add("uid", _uid(task))
    todo.add("dtstamp", _moment(task["updated_at"]))
    todo.add("created", _moment(task["created_at"]))
    todo.add("last-modified", _moment(task["updated_at"]))
    todo.add("summary", task["title"])
    if task["description"]:
        todo.add("description", task["description"])
    todo.add("priority", _PRIORITY[task["priority"]])
    todo.add("status", "COMPLETED" if task["completed"] else "NEEDS-ACTION")
    if task["completed_at"]:
        todo.add("completed", _moment(task["completed_at"]))
    if task["tags"]:
        todo.add("categories", task["tags"])
    if task["due_date"]:
        todo.add("due", _due(task))
    if task["recurrence"] and not task["completed"]:  # a completed one has its successor, which goes on
        todo.add("dtstart", _begin(task))
        todo.add("rrule", _rule(task))
    return todo


def _uid(task: dict[str, Any]) -> str:
    """The same in every export, another for every task of every deployment, and nothing about the person."""
    return str(uuid5(_TASKS, f"{task['id']} {task['created_at']}"))


def _rule(task: dict[str, Any]) -> vRecur:
    """RFC 5545, 3.3.10: UNTIL is of the kind of DTSTART, so with a time of day it is the end of its day."""
    text = portable(rules.read(task["recurrence"]), date.fromisoformat(task["due_date"]))
    rule: vRecur = vRecur.from_ical(text)
    if task["due_time"] and "UNTIL" in rule:
        rule["UNTIL"] = [datetime.combine(day, time(23, 59, 59)) for day in rule["UNTIL"]]
    return rule


def _begin(task: dict[str, Any]) -> Any:
    """The beginning of the day it is due.

    The days of a rule are counted from DTSTART. DUE lies after it (RFC 5545, 3.8.2.3) where there is a time of day;
    where there is none the two are equal, as the other clients write it.
    """
    due = _due(task)
    return datetime.combine(due, time.min) if isinstance(due, datetime) else due


def _due(task: dict[str, Any]) -> Any:
    if task["due_time"]:
        return datetime.fromisoformat(f"{task['due_date']}T{task['due_time']}")
    return datetime.fromisoformat(task["due_date"]).date()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
