"""The days that a rule falls on."""

from __future__ import annotations

import time
from datetime import date

import pytest

from todos.recurrence import occurrences, rules

pytestmark = pytest.mark.anywhere


def _days(rule: str, due: str, steps: int) -> list[str]:
    """The next `steps` days of a rule, each completed on its day."""
    current, day, found = rules.read(rule), date.fromisoformat(due), []
    for _ in range(steps):
        following = occurrences.following(current, day, day)
        if following is None:
            break
        day, current = following
        found.append(day.isoformat())
    return found


@pytest.mark.parametrize(
    ("rule", "due", "expected"),
    [
        ("FREQ=DAILY", "2026-12-31", ["2027-01-01", "2027-01-02"]),
        ("FREQ=DAILY;INTERVAL=3", "2026-02-27", ["2026-03-02", "2026-03-05"]),
        ("FREQ=WEEKLY", "2026-03-28", ["2026-04-04", "2026-04-11"]),  # over a DST change: days have no zone
        ("FREQ=WEEKLY;BYDAY=MO,WE", "2026-11-23", ["2026-11-25", "2026-11-30", "2026-12-02"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "2026-11-23", ["2026-11-27", "2026-12-07", "2026-12-11"]),
        ("FREQ=MONTHLY", "2026-01-31", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        ("FREQ=MONTHLY", "2028-01-31", ["2028-02-29", "2028-03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=30", "2027-01-30", ["2027-02-28", "2027-03-30"]),
        ("FREQ=MONTHLY;INTERVAL=2", "2026-12-31", ["2027-02-28", "2027-04-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-02-28", ["2026-03-31", "2026-04-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-10", ["2026-01-31", "2026-02-28"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", "2028-01-30", ["2028-02-28", "2028-03-30", "2028-04-29"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-31", "2026-01-01", ["2026-02-01", "2026-03-01"]),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=-1", "2027-02-28", ["2028-02-29", "2029-02-28"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "2027-02-28", ["2028-02-29", "2029-02-28"]),
        ("FREQ=MONTHLY;BYDAY=2TU", "2026-11-10", ["2026-12-08", "2027-01-12"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", ["2026-12-25", "2027-01-29"]),
        ("FREQ=YEARLY", "2028-02-29", ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "2026-12-24", ["2027-12-24"]),
        ("FREQ=DAILY;COUNT=3", "2026-01-01", ["2026-01-02", "2026-01-03"]),
        ("FREQ=DAILY;UNTIL=20260102", "2026-01-01", ["2026-01-02"]),
        ("FREQ=YEARLY", "2999-06-01", []),
    ],
)
def test_the_days_of_a_rule(rule: str, due: str, expected: list[str]) -> None:
    assert _days(rule, due, len(expected) + (0 if len(expected) > 1 else 1))[: len(expected)] == expected


@pytest.mark.parametrize(("rule", "days"), [("FREQ=DAILY;COUNT=3", 2), ("FREQ=DAILY;UNTIL=20260105", 4)])
def test_a_rule_ends(rule: str, days: int) -> None:
    assert len(_days(rule, "2026-01-01", 50)) == days


@pytest.mark.parametrize(
    ("rule", "due", "completed", "expected"),
    [
        ("FREQ=DAILY", "2025-11-20", "2026-11-21", "2026-11-22"),
        ("FREQ=DAILY;INTERVAL=7", "2026-11-01", "2026-11-21", "2026-11-22"),
        ("FREQ=WEEKLY;BYDAY=MO", "2025-11-17", "2026-11-21", "2026-11-23"),
        ("FREQ=MONTHLY", "2025-01-31", "2026-02-27", "2026-02-28"),
        ("FREQ=YEARLY", "2020-02-29", "2027-06-01", "2028-02-29"),
        ("FREQ=DAILY", "2026-11-25", "2026-11-21", "2026-11-26"),  # early: the next after the day it was due
    ],
)
def test_late_by_a_year_it_falls_on_the_next_day_to_come(rule: str, due: str, completed: str, expected: str) -> None:
    found = occurrences.following(
        rules.read(rule), date.fromisoformat(due), max(date.fromisoformat(completed), date.fromisoformat(due))
    )

    assert found is not None
    assert found[0].isoformat() == expected


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SU", "FREQ=MONTHLY;BYDAY=5FR", "FREQ=YEARLY"])
def test_centuries_late_it_is_found_within_bounds(rule: str) -> None:
    started = time.process_time()

    found = occurrences.following(rules.read(rule), date(1900, 1, 1), date(2990, 1, 1))

    assert found is not None
    assert found[0] > date(2990, 1, 1)
    assert time.process_time() - started < 5  # a bound against running away, not a measurement


@pytest.mark.parametrize(
    "rule",
    [
        "", "DAILY", "FREQ=HOURLY", "FREQ=DAILY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=MO,MO", "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=1000", "FREQ=DAILY;COUNT=2;UNTIL=20260101", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=-32",
        "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=-0", "FREQ=MONTHLY;BYMONTHDAY=--1", "FREQ=MONTHLY;BYMONTHDAY=+1",
        "FREQ=MONTHLY;BYDAY=6MO", "FREQ=MONTHLY;BYDAY=MO", "FREQ=YEARLY;BYMONTH=2", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;UNTIL=20261301",
        "FREQ=DAILY;UNTIL=2026-01-01", "RRULE:FREQ=DAILY", "FREQ=DAILY;X=1", "FREQ=DAILY;" + "COUNT=1" * 60, "FREQ=DAILY;INTERVAL=٣",
        "FREQ=DAILY;UNTIL=202611 1", "FREQ=DAILY;UNTIL=09991231", "FREQ=DAILY;UNTIL=00010101", "FREQ=DAILY;UNTIL=30000101",
    ],
)  # fmt: skip
def test_what_it_does_not_read_it_refuses(rule: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        rules.read(rule)


def test_equal_rules_are_equal_texts() -> None:
    assert rules.read("BYDAY=MO;INTERVAL=1;FREQ=WEEKLY").text == "FREQ=WEEKLY;BYDAY=MO"
    assert rules.read("BYMONTHDAY=-1;FREQ=MONTHLY").text == "FREQ=MONTHLY;BYMONTHDAY=-1"
