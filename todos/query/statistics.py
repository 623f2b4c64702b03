"""Figures about a person's tasks, in the person's time zone. One statement: one consistent moment.

Completions are grouped by quarters of an hour by the database and by days here: every offset in use is
a multiple of a quarter, and SQLite knows no time zones.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from todos import parsing
from todos.clock import Reached, reached
from todos.models import Priority
from todos.query.select import bound

READERS = {"tz": parsing.zone, "days": parsing.whole(1, 366)}
DEFAULT_DAYS = 7
QUARTER = 900  # seconds

_BUCKETS = {
    # date_bin is whole-number arithmetic; the epoch, a decimal, is taken of the quarters and not of every task.
    "postgresql": (
        "date_bin('15 minutes', {0}, timestamptz '0001-01-01 00:00:00Z')",
        "string_agg(floor(extract(epoch FROM quarter) / 900)::bigint || ':' || tasks, ',')",
    ),
    "sqlite": ("(strftime('%%s', {0}) + 90000000000) / 900 - 100000000", "group_concat(quarter || ':' || tasks, ',')"),
}


def compute_statistics(user_id: str, now: datetime, *, tz: str = "UTC", days: int = DEFAULT_DAYS) -> dict[str, Any]:
    """Counts, what is due, the last `days` days (zeros included) and streaks, as of `now` (UTC)."""
    zone = parsing.zone_info(tz)
    clock = reached(now, zone)
    first = clock.day - timedelta(days=days - 1)
    row = _ask(user_id, clock, since=datetime.combine(first, datetime.min.time(), zone).astimezone(UTC))
    total, completed, trashed, overdue, due_today, *ranks, completions, creations = row
    done = _by_day(completions, zone)
    made = _by_day(creations, zone)
    span = [first + timedelta(days=offset) for offset in range(days)]
    current, longest = streaks(set(done), clock.day)
    return {
        "total": total,
        "completed": completed,
        "pending": total - completed,
        "overdue": overdue,
        "due_today": due_today,
        "trashed": trashed,
        "by_priority": dict(zip(Priority.labels, ranks, strict=True)),
        "days": [{"date": day.isoformat(), "created": made[day], "completed": done[day]} for day in span],
        "current_streak": current,
        "longest_streak": longest,
        "tz": tz,
    }


def _ask(user_id: str, clock: Reached, since: datetime) -> tuple[Any, ...]:
    quarter, join = _BUCKETS[connection.vendor]
    late = "NOT completed AND (due_date < %s OR (due_date = %s AND due_time < %s))"
    pending = [f"NOT completed AND priority = {rank.value}" for rank in Priority]
    conditions = [late, "NOT completed AND due_date = %s", *pending]
    counts = ", ".join(f"count(CASE WHEN {one} THEN 1 END) AS n{index}" for index, one in enumerate(conditions))
    sums = ", ".join(f"CAST(coalesce(sum(n{index}), 0) AS bigint)" for index in range(len(conditions)))
    # One pass over the person's tasks. The pending ones are the group without a quarter, which `join` leaves out.
    completed = (
        f"SELECT {quarter.format('completed_at')} AS quarter, count(*) AS tasks, {counts} FROM todos_task"
        " WHERE user_id = %s AND deleted_at IS NULL GROUP BY 1"
    )
    created = (
        f"SELECT {quarter.format('created_at')} AS quarter, count(*) AS tasks FROM todos_task"
        " WHERE user_id = %s AND deleted_at IS NULL AND created_at >= %s GROUP BY 1"
    )
    statement = (
        f"SELECT list.total, list.completed, list.trashed, sums.*, (SELECT {join} FROM ({created}) created)"
        f" FROM todos_owner list, (SELECT {sums}, {join} FROM ({completed}) completed) sums WHERE list.user_id = %s"
    )
    params = [user_id, since, clock.day, clock.day, clock.time, clock.day, user_id, user_id]
    with connection.cursor() as cursor:
        cursor.execute(statement, bound(params))
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row or (0, 0, 0, 0, 0, *[0] * len(Priority), None, None)


def _by_day(text: str | None, zone: ZoneInfo) -> Counter[date]:
    counted: Counter[date] = Counter()
    for entry in text.split(",") if text else ():
        quarter, tasks = entry.split(":")
        counted[datetime.fromtimestamp(int(quarter) * QUARTER, zone).date()] += int(tasks)
    return counted


def streaks(days: set[date], today: date) -> tuple[int, int]:
    """The run of days that reaches today (or yesterday: today is not over), and the longest run."""
    longest = run = 0
    previous = None
    for day in sorted(days):
        run = run + 1 if previous is not None and day - previous == timedelta(days=1) else 1
        longest = max(longest, run)
        previous = day
    reaches = previous is not None and today - previous <= timedelta(days=1)
    return (run if reaches else 0), longest
