"""What time it is, as the service keeps it: UTC, to the millisecond.

A millisecond is what a JavaScript client can hold, so a time it read and sends back is the same time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment: UTC, whole milliseconds."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class Reached(NamedTuple):
    """The day somewhere, and how far its clock has come: what is due before `time` is late."""

    day: date
    time: time


def reached(moment: datetime, zone: ZoneInfo) -> Reached:
    """Where the clock of `zone` stands at `moment`, by the minute.

    A clock that is put back shows an hour twice. What was late the first time is late the second time as
    well, so all of that hour counts as reached.
    """
    local = moment.astimezone(zone).replace(second=0, microsecond=0)
    furthest = local
    while furthest.fold:
        furthest = (furthest.astimezone(UTC) + timedelta(minutes=1)).astimezone(zone)
    return Reached(local.date(), furthest.time() if furthest.date() == local.date() else time.max)


def rfc3339(moment: datetime) -> str:
    """`2026-11-21T09:30:00.125Z` (RFC 3339, section 5.6)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
