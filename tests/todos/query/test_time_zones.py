"""What day it is where the asker lives: the words of `due`, floating times, ETags and figures at the edges of days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import pytest
import time_machine

from tests.conftest import Api

TASKS = "/api/alice/tasks"
LOS_ANGELES = "America/Los_Angeles"


class Edge(NamedTuple):
    """A midnight: where, when in UTC, and the day that begins with it."""

    tz: str
    moment: str
    day: str


EDGES = [
    Edge("Pacific/Kiritimati", "2026-03-01T10:00:00Z", "2026-03-02"),  # 14 hours ahead
    Edge("Asia/Kathmandu", "2026-03-01T18:15:00Z", "2026-03-02"),  # 5:45 ahead
    Edge(LOS_ANGELES, "2026-03-02T08:00:00Z", "2026-03-02"),
    Edge(LOS_ANGELES, "2026-03-08T08:00:00Z", "2026-03-08"),  # the day of 23 hours begins
    Edge(LOS_ANGELES, "2026-03-09T07:00:00Z", "2026-03-09"),  # and is over
    Edge(LOS_ANGELES, "2026-11-01T07:00:00Z", "2026-11-01"),  # the day of 25 hours begins
    Edge(LOS_ANGELES, "2026-11-02T08:00:00Z", "2026-11-02"),  # and is over
]
edges = pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge.tz.rpartition('/')[2]} {edge.day}")


def _at(moment: str, seconds: float = 0) -> Any:
    return time_machine.travel(datetime.fromisoformat(moment) + timedelta(seconds=seconds), tick=False)


def _titles(api: Api, due: str, tz: str) -> list[str]:
    answer = api.get(f"{TASKS}?due={due}&tz={tz}&sort=due_date,id")
    assert answer.headers["X-Total-Count"] == str(len(answer.json()))
    return [task["title"] for task in answer.json()]


def _add(api: Api, title: str, **members: Any) -> int:
    answer = api.post(TASKS, {"title": title, **members})
    assert answer.status_code == 201
    number: int = answer.json()["id"]
    return number


@edges
def test_the_words_turn_with_the_local_midnight_and_not_a_second_before(alice: Api, edge: Edge) -> None:
    """Tasks from three days before to nine days after, titled by how far off they are from the new day."""
    day = date.fromisoformat(edge.day)
    for away in range(-3, 10):
        _add(alice, str(away), due_date=(day + timedelta(days=away)).isoformat())
    _add(alice, "done", due_date=(day - timedelta(days=3)).isoformat(), completed=True)
    _add(alice, "some day")

    for seconds, today in ((-1, -1), (0, 0), (1, 0)):
        with _at(edge.moment, seconds):
            assert _titles(alice, "today", edge.tz) == [str(today)]
            assert _titles(alice, "tomorrow", edge.tz) == [str(today + 1)]
            assert _titles(alice, "week", edge.tz) == [str(today + ahead) for ahead in range(7)]
            assert _titles(alice, "overdue", edge.tz) == [str(away) for away in range(-3, today)]
            figures = alice.get(f"/api/alice/stats?tz={edge.tz}").json()
            assert (figures["overdue"], figures["due_today"]) == (3 + today, 1)


@edges
def test_a_days_end_is_its_last_task_in_time(alice: Api, edge: Edge) -> None:
    """Due at 23:59 it is not late in that minute, and late from midnight on; due at 00:00 likewise, a minute on."""
    day = date.fromisoformat(edge.day)
    _add(alice, "last", due_date=(day - timedelta(days=1)).isoformat(), due_time="23:59")
    _add(alice, "first", due_date=edge.day, due_time="00:00")

    for seconds, late in ((-1, []), (0, ["last"]), (59, ["last"]), (60, ["last", "first"])):
        with _at(edge.moment, seconds):
            assert _titles(alice, "overdue", edge.tz) == late
            assert alice.get(f"/api/alice/stats?tz={edge.tz}").json()["overdue"] == len(late)


def test_a_time_that_the_clock_skips_is_late_when_it_has_been_skipped(alice: Api) -> None:
    """On 8 March 2026 Los Angeles goes from 01:59 to 03:00: at 10:00 UTC half past two is behind."""
    _add(alice, "skipped", due_date="2026-03-08", due_time="02:30")

    for moment, late in (("2026-03-08T09:59:59Z", []), ("2026-03-08T10:00:00Z", ["skipped"])):
        with _at(moment):
            assert _titles(alice, "overdue", LOS_ANGELES) == late


def test_a_time_that_comes_twice_is_late_after_the_first_and_stays_so(alice: Api) -> None:
    """On 1 November 2026 Los Angeles goes from 01:59 back to 01:00, at 09:00 UTC."""
    _add(alice, "twice", due_date="2026-11-01", due_time="01:30")
    _add(alice, "after", due_date="2026-11-01", due_time="02:00")
    _add(alice, "all day", due_date="2026-11-01")
    expected = [
        ("2026-11-01T08:30:59Z", []),
        ("2026-11-01T08:31:00Z", ["twice"]),
        ("2026-11-01T09:00:00Z", ["twice"]),  # 01:00 again
        ("2026-11-01T09:31:00Z", ["twice"]),
        ("2026-11-01T10:00:00Z", ["twice"]),  # 02:00
        ("2026-11-01T10:01:00Z", ["twice", "after"]),
    ]

    for moment, late in expected:
        with _at(moment):
            assert _titles(alice, "overdue", LOS_ANGELES) == late, moment
            assert alice.get(f"/api/alice/stats?tz={LOS_ANGELES}").json()["overdue"] == len(late), moment


def test_an_hour_that_comes_twice_before_midnight_makes_no_day_late(alice: Api) -> None:
    """Until 2024 Asunción went from midnight back to 23:00: the day was not over yet."""
    _add(alice, "all day", due_date="2024-03-23")
    _add(alice, "late", due_date="2024-03-23", due_time="23:59")

    for moment, late in (
        ("2024-03-24T02:59:59Z", []),
        ("2024-03-24T03:00:00Z", ["late"]),  # 23:00 again
        ("2024-03-24T04:00:00Z", ["all day", "late"]),
    ):
        with _at(moment):
            assert sorted(_titles(alice, "overdue", "America/Asuncion")) == late, moment


@edges
def test_a_lists_etag_turns_with_the_midnight_only_where_its_words_do(alice: Api, edge: Edge) -> None:
    """A poll across midnight is told of the new day by the words that look at the clock, and is a 304 by the others."""
    _add(alice, "one", due_date=edge.day)
    relative = ["due=today", "due=tomorrow", "due=week", "due=overdue"]
    lasting = ["", "due=any", "due=none", f"due_from={edge.day}", f"due_to={edge.day}", "completed=false"]

    def polls(tags: dict[str, str]) -> dict[str, int]:
        return {
            query: alice.get(f"{TASKS}?tz={edge.tz}&{query}", headers={"If-None-Match": tag}).status_code
            for query, tag in tags.items()
        }

    with _at(edge.moment, -2):
        tags = {query: alice.get(f"{TASKS}?tz={edge.tz}&{query}").headers["ETag"] for query in [*relative, *lasting]}
    with _at(edge.moment, -1):
        assert polls(tags) == dict.fromkeys(tags, 304)
    with _at(edge.moment, 0):
        assert polls(tags) == dict.fromkeys(relative, 200) | dict.fromkeys(lasting, 304)


def test_the_same_moment_is_another_day_elsewhere(alice: Api) -> None:
    """Half an hour past midnight in Kathmandu: still yesterday in Los Angeles, well into the day on Kiritimati."""
    for day in ("2026-02-28", "2026-03-01", "2026-03-02"):
        _add(alice, day, due_date=day)

    with _at("2026-03-01T10:30:00Z"):
        found = {tz: _titles(alice, "today", tz) for tz in (LOS_ANGELES, "UTC", "Asia/Kathmandu", "Pacific/Kiritimati")}
        assert _titles(alice, "tomorrow", LOS_ANGELES) == found["Pacific/Kiritimati"] == ["2026-03-02"]
    assert found[LOS_ANGELES] == found["UTC"] == found["Asia/Kathmandu"] == ["2026-03-01"]


@pytest.mark.parametrize(
    ("tz", "days"),
    [
        (LOS_ANGELES, {"2026-03-07": "08:00 +24", "2026-03-08": "08:00 +23", "2026-03-09": "07:00 +24"}),
        (LOS_ANGELES, {"2026-10-31": "07:00 +24", "2026-11-01": "07:00 +25", "2026-11-02": "08:00 +24"}),
        ("Asia/Kathmandu", {"2026-03-02": "18:15 +24", "2026-03-03": "18:15 +24"}),
        ("Pacific/Kiritimati", {"2026-03-02": "10:00 +24", "2026-03-03": "10:00 +24"}),
    ],
    ids=["23 hours", "25 hours", "5:45", "+14"],
)
def test_figures_count_by_local_days_however_long(alice: Api, tz: str, days: dict[str, str]) -> None:
    """Each day: one made and completed in its first second, one in its last; so two a day, and a streak."""
    for day, hours in days.items():
        begin, length = hours.split(" +")
        east = tz != LOS_ANGELES  # there the day begins on the day before, in UTC
        start = datetime.fromisoformat(f"{day}T{begin}:00Z") - timedelta(days=east)
        for moment in (start, start + timedelta(hours=int(length), seconds=-1)):
            with time_machine.travel(moment, tick=False):
                _add(alice, day, completed=True)
                figures = alice.get(f"/api/alice/stats?tz={tz}&days=3").json()

    assert figures["days"][-len(days) :] == [{"date": day, "created": 2, "completed": 2} for day in days]
    assert figures["current_streak"] == figures["longest_streak"] == len(days)


def test_a_streak_lasts_through_the_day_after_and_no_longer(alice: Api) -> None:
    """Over the day of 23 hours: done on the 7th, it stands all of the 8th and is over with the 9th."""
    with _at("2026-03-08T07:59:59Z"):
        _add(alice, "done", completed=True)

    for moment, current in (("2026-03-08T08:00:00Z", 1), ("2026-03-09T06:59:59Z", 1), ("2026-03-09T07:00:00Z", 0)):
        with _at(moment):
            figures = alice.get(f"/api/alice/stats?tz={LOS_ANGELES}").json()
            assert (figures["current_streak"], figures["longest_streak"]) == (current, 1)


def test_days_before_1970_are_days_like_any_other(alice: Api) -> None:
    """An import brings old times: the last minute of 1969 is of its day on both databases."""
    old = [
        {"title": at, "completed": True, "completed_at": at} for at in ("1969-12-30T12:00:00Z", "1969-12-31T23:59:00Z")
    ]
    assert alice.post(f"{TASKS}/import", old).status_code == 200

    assert alice.get("/api/alice/stats").json()["longest_streak"] == 2


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00Z", "1899-12-31T23:59:59Z", "3000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
)
def test_an_import_brings_no_time_that_is_no_day_somewhere(alice: Api, moment: str) -> None:
    """The first hour of the year 1 has no date in Los Angeles: times have the years that due dates have."""
    times = ("created_at", "updated_at", "completed_at")
    answer = alice.post(f"{TASKS}/import", [{"title": "old", "completed": True} | dict.fromkeys(times, moment)])

    assert answer.status_code == 400
    assert {entry["pointer"] for entry in answer.json()["errors"]} == {f"#/tasks/0/{name}" for name in times}


@pytest.mark.parametrize("moment", ["1900-01-01T00:00:00Z", "2999-12-31T23:59:59Z"])
def test_the_first_and_the_last_time_are_taken(alice: Api, moment: str) -> None:
    """And everything that reads them works."""
    task = {"title": "edge", "completed": True, "completed_at": moment, "created_at": moment, "updated_at": moment}
    assert alice.post(f"{TASKS}/import", [task]).status_code == 200

    (found,) = alice.get(TASKS).json()
    assert found["completed_at"] == moment.replace("Z", ".000Z")
    for tz in (LOS_ANGELES, "Pacific/Kiritimati"):
        assert alice.get(f"/api/alice/stats?tz={tz}").json()["longest_streak"] == 1
