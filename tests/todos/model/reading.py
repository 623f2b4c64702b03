"""What a list, the tags and the figures show of a person's tasks."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from tests.todos.model.person import Person
from tests.todos.model.task import Task

RANKS = ("none", "low", "medium", "high")


def folded(text: str) -> str:
    """Text as search and sorting see it."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def matching(person: Person, query: dict[str, Any], now: datetime) -> list[Task]:
    """All the tasks that a query finds, in its order. `tag` is a list; everything else as it stands in the URL."""
    tasks = person.trash if query.get("deleted") == "true" else person.live
    found = [task for task in tasks if all(_holds(task, name, value, now) for name, value in query.items())]
    return _sorted(found, query.get("sort", "-created_at"))


def _holds(task: Task, name: str, value: Any, now: datetime) -> bool:
    match name:
        case "completed":
            return bool(task["completed"] == (value == "true"))
        case "priority":
            return task["priority"] in value.split(",")
        case "tag":
            own = {tag.casefold() for tag in task["tags"]}
            return {unicodedata.normalize("NFC", tag).casefold() for tag in value} <= own
        case "q":
            text = folded("\n".join([task["title"], task["description"], *task["tags"]]))
            return all(word in text for word in folded(value).split())
        case "due_from":
            return bool(task["due_date"] and task["due_date"] >= value)
        case "due_to":
            return bool(task["due_date"] and task["due_date"] <= value)
        case "due":
            return is_due(task, value, now)
        case "completed_since":
            return bool(
                task["completed_at"] and datetime.fromisoformat(task["completed_at"]) >= datetime.fromisoformat(value)
            )
    return True


def is_due(task: Task, word: str, now: datetime) -> bool:
    """Whether the word of `due` is true of the task; `now` as the asker's clock shows it."""
    due, today = task["due_date"], now.date()
    if word in ("none", "any"):
        return (due is None) == (word == "none")
    if due is None:
        return False
    if word == "overdue":
        at = f"{due}T{task['due_time'] or '99'}"  # with no time of day: after the last minute of its day
        return not task["completed"] and at < f"{now:%Y-%m-%dT%H:%M}"
    days = {"today": [0], "tomorrow": [1], "week": range(7)}[word]
    return due in {(today + timedelta(days=ahead)).isoformat() for ahead in days}


def _sorted(tasks: list[Task], sort: str) -> list[Task]:
    """Stable sorts from the last key to the first; what has no value comes last both ways."""
    keys = sort.split(",")
    if not {"id", "-id"} & set(keys):
        keys.append("-id" if keys[-1].startswith("-") else "id")
    for key in reversed(keys):
        member, descending = key.removeprefix("-"), key.startswith("-")
        valued = [task for task in tasks if task[member] is not None]
        valued.sort(key=_by(member), reverse=descending)
        tasks = valued + [task for task in tasks if task[member] is None]
    return tasks


def _by(member: str) -> Callable[[Task], Any]:
    if member == "priority":
        return lambda task: RANKS.index(task[member])
    return lambda task: folded(task[member]) if member == "title" else task[member]


def tags(person: Person) -> list[dict[str, Any]]:
    """Each tag, most used first; of spellings that differ in case the one of the oldest task."""
    found: dict[str, list[str]] = {}
    for task in sorted(person.live, key=lambda task: task["id"]):
        for tag in task["tags"]:
            found.setdefault(tag.casefold(), []).append(tag)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [{"tag": spellings[0], "count": len(spellings)} for _, spellings in ordered]


def figures(person: Person, now: datetime, days: int) -> dict[str, Any]:
    """The statistics, for a clock in UTC."""
    live = person.live
    pending = [task for task in live if not task["completed"]]
    done = Counter(task["completed_at"][:10] for task in live if task["completed"])
    made = Counter(task["created_at"][:10] for task in live)
    span = [(now.date() - timedelta(days=back)).isoformat() for back in range(days - 1, -1, -1)]
    runs = _runs(done)
    yesterday = (now - timedelta(days=1)).date().isoformat()
    return {
        "total": len(live),
        "completed": len(live) - len(pending),
        "pending": len(pending),
        "overdue": sum(is_due(task, "overdue", now) for task in live),
        "due_today": sum(is_due(task, "today", now) for task in pending),
        "trashed": len(person.trash),
        "by_priority": {rank: sum(task["priority"] == rank for task in pending) for rank in RANKS},
        "days": [{"date": day, "created": made[day], "completed": done[day]} for day in span],
        "current_streak": max((run for last, run in runs.items() if last >= yesterday), default=0),
        "longest_streak": max(runs.values(), default=0),
        "tz": "UTC",
    }


def _runs(days: Iterable[str]) -> dict[str, int]:
    """For each of the days how many in a row end with it."""
    runs: dict[str, int] = {}
    for day in sorted(days):
        before = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
        runs[day] = runs.get(before, 0) + 1
    return runs
