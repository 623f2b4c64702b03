"""The figures that staff look at first, kept for a minute: the landing page costs the database next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import TruncDate

from authbridge.accounts.events import AccountEvent
from authbridge.accounts.login_attempts import locked_out
from authbridge.auditlog.models import AuthEvent
from todos.clock import now
from todos.models import TaskEvent
from todos.tasks.history import EventKind

DAYS = 14
KEPT = 60  # seconds
DAY = 24 * 60 * 60
DEAR = 10_000  # events: fewer are counted anew each time
SETTLED = timedelta(hours=1)  # a change that began before midnight is written by then
PerDay = dict[tuple[date, str], int]
KEY = "todos:desk:figures"


@dataclass(frozen=True, slots=True)
class Figures:
    """What the landing page shows. Days are UTC days, the last one is today."""

    active_people: int
    created_today: int
    completed_today: int
    failed_logins: int
    refused: int
    locks: int
    days: list[tuple[date, int, int]]


def figures() -> Figures:
    """The figures, at most a minute old."""
    found: Figures | None = cache.get(KEY)
    if found is None:
        found = _count()
        cache.set(KEY, found, KEPT)
    return found


def _count() -> Figures:
    moment = now()
    day_ago, today = moment - timedelta(days=1), moment.date()
    per_day = _per_day(moment)
    days = [
        (day, per_day.get((day, EventKind.CREATED), 0), per_day.get((day, EventKind.COMPLETED), 0))
        for day in (today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1))
    ]
    recent = AuthEvent.objects.filter(at__gte=day_ago)
    return Figures(
        TaskEvent.objects.filter(at__gte=day_ago, actor_kind="user").values("user_id").distinct().count(),
        days[-1][1],
        days[-1][2],
        recent.filter(kind=AccountEvent.LOGIN_FAILED).count(),
        recent.filter(kind="token_rejected").count(),
        locked_out(moment).count(),
        days,
    )


def _per_day(moment: datetime) -> PerDay:
    """Events by day and kind. Days that are over are counted once, where counting them is dear."""
    over = (moment - SETTLED).date()  # days before this one do not change any more
    key = f"{KEY}:before:{over}"
    past: PerDay | None = cache.get(key)
    if past is not None:
        return past | _events_since(over)
    counted = _events_since(moment.date() - timedelta(days=DAYS - 1))
    past = {(day, kind): events for (day, kind), events in counted.items() if day < over}
    if sum(past.values()) >= DEAR:
        cache.set(key, past, DAY)
    return counted


def _events_since(first: date) -> PerDay:
    rows: Any = (
        TaskEvent.objects.filter(
            at__gte=datetime.combine(first, time.min, UTC), kind__in=(EventKind.CREATED, EventKind.COMPLETED)
        )
        .annotate(day=TruncDate("at"))
        .values_list("day", "kind")
        .annotate(events=Count("id"))
        .order_by()
    )
    return {(day, kind): events for day, kind, events in rows}
