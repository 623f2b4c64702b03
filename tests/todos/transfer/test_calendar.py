"""Tasks as other people's calendars read them."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import islice
from typing import Any

import icalendar
import pytest
from dateutil.rrule import rrulestr

from tests.conftest import Api
from todos.recurrence import occurrences, rules
from todos.transfer.portable_rule import portable

TASKS = "/api/alice/tasks"
ENDS = [date(2026, 1, day) for day in (1, 27, 28, 29, 30, 31)] + [date(2028, 2, 29), date(2027, 4, 30)]
DAYS_OF_THE_MONTH = [*range(-31, 0), *range(1, 32)]


def _todos(api: Api) -> dict[str, Any]:
    response: Any = api.get(f"{TASKS}/export?format=ics")
    calendar: Any = icalendar.Calendar.from_ical(b"".join(response.streaming_content))
    return {str(todo["summary"]): todo for todo in calendar.walk("VTODO")}


def _ours(rule: str, due: date, steps: int) -> list[date]:
    """The days of the rule as the service completes it, each on its day."""
    current, found = rules.read(rule), [due]
    while len(found) < steps and (following := occurrences.following(current, found[-1], found[-1])):
        day, current = following
        found.append(day)
    return found


def _theirs(rule: str, due: date, steps: int) -> list[date]:
    """The days of the rule by RFC 5545."""
    begin = datetime.combine(due, time.min)
    text = portable(rules.read(rule), due)
    return [moment.date() for moment in islice(rrulestr(text, dtstart=begin), steps)]


@pytest.mark.anywhere
@pytest.mark.parametrize("rule", ["FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=5", "FREQ=MONTHLY;COUNT=7", "FREQ=YEARLY"])
@pytest.mark.parametrize("due", ENDS, ids=str)
def test_the_end_of_a_month_means_the_same_elsewhere(rule: str, due: date) -> None:
    """RFC 5545 (3.3.10) skips a month without a 31st; here a task falls on its last day."""
    assert _theirs(rule, due, 30) == _ours(rule, due, 30)


@pytest.mark.anywhere
@pytest.mark.parametrize("month", [0, *range(1, 13)])
def test_every_day_of_every_month_means_the_same_elsewhere(month: int) -> None:
    """0 is a monthly rule, the others a yearly one in that month."""
    for day in DAYS_OF_THE_MONTH:
        rule = f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}" if month else f"FREQ=MONTHLY;BYMONTHDAY={day}"
        due = _ours(rule, date(2026, 1, 1), 2)[1]
        assert _theirs(rule, due, 20) == _ours(rule, due, 20), rule


def test_what_recurs_has_a_due_date_and_starts_on_that_day(alice: Api) -> None:
    """Readers take the day it is due from DUE, and the days of the rule from DTSTART."""
    alice.post(TASKS, {"title": "Day", "due_date": "2026-01-31", "recurrence": "FREQ=MONTHLY"})
    alice.post(TASKS, {"title": "Hour", "due_date": "2026-01-31", "due_time": "09:00", "recurrence": "FREQ=MONTHLY"})
    todos = _todos(alice)

    begin_and_due = {
        name: (todo.decoded("dtstart").isoformat(), todo.decoded("due").isoformat()) for name, todo in todos.items()
    }
    assert begin_and_due == {
        "Day": ("2026-01-31", "2026-01-31"),
        # RFC 5545, 3.8.2.3: DUE lies after DTSTART, and is of its kind.
        "Hour": ("2026-01-31T00:00:00", "2026-01-31T09:00:00"),
    }
    assert [todo["rrule"]["BYMONTHDAY"] for todo in todos.values()] == [[-1], [-1]]


def test_what_is_completed_recurs_no_more(alice: Api) -> None:
    """Else a series would go on from each of its completed tasks beside the one that follows them."""
    task = alice.post(TASKS, {"title": "Rent", "due_date": "2026-01-31", "recurrence": "FREQ=MONTHLY"}).json()
    alice.patch(f"{TASKS}/{task['id']}/complete", {"completed": True})
    alice.patch(f"{TASKS}/{task['id']}", {"title": "Rent, paid"})
    todos = _todos(alice)

    assert [name for name, todo in todos.items() if "rrule" in todo] == ["Rent"]
    assert todos["Rent, paid"].decoded("due").isoformat() == "2026-01-31"
    assert "dtstart" not in todos["Rent, paid"]


def test_a_uid_stays_and_tells_nothing_of_the_person(alice: Api, bob: Api) -> None:
    for title in ("first", "second"):
        alice.post(TASKS, {"title": title})
    before = {name: str(todo["uid"]) for name, todo in _todos(alice).items()}
    number = alice.get(f"{TASKS}?sort=id").json()[0]["id"]
    alice.patch(f"{TASKS}/{number}", {"title": "first, changed", "completed": True})
    after = _todos(alice)

    assert str(after["first, changed"]["uid"]) == before["first"]
    assert len(set(before.values())) == 2
    assert [uid for uid in before.values() if "alice" in uid or "@" in uid] == []


def test_until_is_of_the_kind_of_the_start(alice: Api) -> None:
    rule = {"due_date": "2026-11-21", "recurrence": "FREQ=DAILY;UNTIL=20261231"}
    alice.post(TASKS, {"title": "Day", **rule})
    alice.post(TASKS, {"title": "Hour", "due_time": "09:00", **rule})

    until = {title: todo["rrule"]["UNTIL"][0].isoformat() for title, todo in _todos(alice).items()}
    # RFC 5545, 3.3.10: a DATE where DTSTART is one, else a DATE-TIME, local where DTSTART is.
    assert until == {"Day": "2026-12-31", "Hour": "2026-12-31T23:59:59"}
