"""A task as a VTODO (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from icalendar import Todo, vRecur

# RFC 5545, 3.8.1.9: 1 is the highest, 9 the lowest, 0 none.
_PRIORITY = {"none": 0, "low": 9, "medium": 5, "high": 1}


def vtodo(task: dict[str, Any]) -> Todo:
    """The component of a task as the API tells it. A date without time is a DATE, with one a floating DATE-TIME."""
    todo = Todo()
    todo.add("uid", f"task-{task['id']}@{task['user_id']}")
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
    if task["recurrence"]:
        todo.add("rrule", _rule(task))
        todo.add("dtstart", _due(task))
        del todo["due"]  # 3.8.2.3: DUE lies after DTSTART; the day it is due is the day it starts
    return todo


def _rule(task: dict[str, Any]) -> vRecur:
    """RFC 5545, 3.3.10: UNTIL is of the kind of DTSTART, so with a time of day it is the end of its day."""
    rule: vRecur = vRecur.from_ical(task["recurrence"])
    if task["due_time"] and "UNTIL" in rule:
        rule["UNTIL"] = [datetime.combine(day, time(23, 59, 59)) for day in rule["UNTIL"]]
    return rule


def _due(task: dict[str, Any]) -> Any:
    if task["due_time"]:
        return datetime.fromisoformat(f"{task['due_date']}T{task['due_time']}")
    return datetime.fromisoformat(task["due_date"]).date()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
