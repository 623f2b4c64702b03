"""The figures that staff look at first, kept for a minute: the landing page costs the database next to nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import TruncDate

from authbridge.accounts.attempts import locked
from authbridge.accounts.events import Kind
from authbridge.auditlog.models import AuthEvent
from todos.clock import now
from todos.history import EventKind
from todos.models import TaskEvent

DAYS = 14
KEPT = 60  # seconds
_KEY = "todos:desk:figures"


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
    found: Figures | None = cache.get(_KEY)
    if found is None:
        found = _count()
        cache.set(_KEY, found, KEPT)
    return found


def _count() -> Figures:
    moment = now()
    day_ago, first = moment - timedelta(days=1), moment.date() - timedelta(days=DAYS - 1)
    per_day: Counter[tuple[date, str]] = Counter()
    rows: Any = (
        TaskEvent.objects.filter(
            at__gte=datetime.combine(first, datetime.min.time(), UTC), kind__in=(EventKind.CREATED, EventKind.COMPLETED)
        )
        .annotate(day=TruncDate("at"))
        .values_list("day", "kind")
        .annotate(events=Count("id"))
        .order_by()
    )
    for day, kind, events in rows:
        per_day[day, kind] = events
    days = [
        (day, per_day[day, EventKind.CREATED], per_day[day, EventKind.COMPLETED])
        for day in (first + timedelta(days=offset) for offset in range(DAYS))
    ]
    recent = AuthEvent.objects.filter(at__gte=day_ago)
    return Figures(
        TaskEvent.objects.filter(at__gte=day_ago, actor_kind="user").values("user_id").distinct().count(),
        days[-1][1],
        days[-1][2],
        recent.filter(kind=Kind.LOGIN_FAILED).count(),
        recent.filter(kind="token_rejected").count(),
        locked(moment).count(),
        days,
    )
