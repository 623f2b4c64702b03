"""Completing a task that recurs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine

from authbridge.testing import bearer
from tests.better_auth.service import TodoService
from tests.conftest import Api

TASKS = "/api/alice/tasks"
WEEKLY = {
    "title": "Water the plants",
    "due_date": "2026-11-21",
    "due_time": "09:00",
    "recurrence": "FREQ=WEEKLY",
    "tags": ["home"],
}


def _complete(api: Api, task_id: int, *, completed: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = api.patch(f"{TASKS}/{task_id}/complete", {"completed": completed}).json()
    return found


def _list(api: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"{TASKS}?sort=id").json()
    return found


@time_machine.travel("2026-11-21T10:00:00Z", tick=True)
def test_it_creates_the_next_one(alice: Api) -> None:
    first = alice.post(TASKS, WEEKLY).json()

    done = _complete(alice, first["id"])

    following = _list(alice)[1]
    assert done["completed"] is True
    assert done["next_task_id"] == following["id"]
    assert following["due_date"] == "2026-11-28"
    assert {name: following[name] for name in ("title", "due_time", "tags", "recurrence", "completed")} == {
        "title": "Water the plants", "due_time": "09:00", "tags": ["home"], "recurrence": "FREQ=WEEKLY", "completed": False,
    }  # fmt: skip


@time_machine.travel("2026-11-21T10:00:00Z", tick=True)
def test_completing_twice_creates_one(alice: Api) -> None:
    first = alice.post(TASKS, WEEKLY).json()
    _complete(alice, first["id"])
    _complete(alice, first["id"])
    alice.patch(f"{TASKS}/{first['id']}", {"completed": True})

    assert len(_list(alice)) == 2


@time_machine.travel("2026-11-21T10:00:00Z", tick=True)
def test_reopening_takes_an_untouched_one_away(alice: Api) -> None:
    first = alice.post(TASKS, WEEKLY).json()
    since = alice.get("/api/alice/tasks/changes").json()["next"]
    following = _complete(alice, first["id"])["next_task_id"]

    reopened = _complete(alice, first["id"], completed=False)

    assert reopened["next_task_id"] is None
    assert [task["id"] for task in _list(alice)] == [first["id"]]
    assert [gone["id"] for gone in alice.get(f"/api/alice/tasks/changes?since={since}").json()["deleted"]] == [
        following
    ]
    assert alice.get("/api/alice/stats").json()["total"] == 1
    assert _complete(alice, first["id"])["next_task_id"] not in (None, following)


@time_machine.travel("2026-11-21T10:00:00Z", tick=True)
def test_reopening_leaves_one_that_was_touched(alice: Api) -> None:
    first = alice.post(TASKS, WEEKLY).json()
    following = _complete(alice, first["id"])["next_task_id"]
    alice.patch(f"{TASKS}/{following}", {"title": "Water them well"})

    reopened = _complete(alice, first["id"], completed=False)

    assert reopened["next_task_id"] == following
    _complete(alice, first["id"])
    assert len(_list(alice)) == 2


@time_machine.travel("2026-11-21T10:00:00Z", tick=True)
def test_it_counts_from_the_completion_where_asked(alice: Api) -> None:
    task = {
        "title": "Haircut",
        "due_date": "2026-01-01",
        "recurrence": "FREQ=DAILY;INTERVAL=30",
        "recurrence_from": "completion",
    }
    first = alice.post(TASKS, task).json()
    _complete(alice, first["id"])

    assert _list(alice)[1]["due_date"] == "2026-12-21"


def _by_completing(api: Api, task_id: int, query: str) -> Any:
    return api.patch(f"{TASKS}/{task_id}/complete{query}", {"completed": True})


def _by_merging(api: Api, task_id: int, query: str) -> Any:
    return api.patch(f"{TASKS}/{task_id}{query}", {"completed": True})


def _by_replacing(api: Api, task_id: int, query: str) -> Any:
    return api.put(f"{TASKS}/{task_id}{query}", {**EVERY_MORNING, "completed": True})


def _by_bulk(api: Api, task_id: int, query: str) -> Any:
    return api.post(f"{TASKS}/bulk{query}", {"operations": [{"op": "complete", "id": task_id}]})


def _by_completing_all(api: Api, task_id: int, query: str) -> Any:
    return api.post(f"{TASKS}/bulk{query}", {"operations": [{"op": "complete_all"}]})


EVERY_MORNING = {"title": "Pill", "due_date": "2026-11-20", "recurrence": "FREQ=DAILY"}
COMPLETING = [_by_completing, _by_merging, _by_replacing, _by_bulk, _by_completing_all]


@pytest.mark.parametrize("complete", COMPLETING)
@pytest.mark.parametrize("counted_from", ["due", "completion"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [("", "2026-11-22"), ("?tz=Pacific/Kiritimati", "2026-11-23"), ("?tz=Pacific/Pago_Pago", "2026-11-21")],
)
@time_machine.travel("2026-11-21T10:30:00Z", tick=True)
def test_the_day_of_a_completion_is_that_of_who_completes(
    alice: Api, complete: Callable[..., Any], counted_from: str, query: str, expected: str
) -> None:
    """At half past ten in Greenwich it is the 22nd on Kiritimati (UTC+14) and still the 20th on Samoa (UTC-11)."""
    task = alice.post(TASKS, EVERY_MORNING | {"recurrence_from": counted_from}).json()

    assert complete(alice, task["id"], query).status_code == 200

    assert _list(alice)[1]["due_date"] == expected


@pytest.mark.parametrize("complete", COMPLETING)
def test_a_zone_that_does_not_exist_is_refused_and_nothing_is_completed(
    alice: Api, complete: Callable[..., Any]
) -> None:
    task = alice.post(TASKS, EVERY_MORNING).json()

    refused = complete(alice, task["id"], "?tz=Atlantis/Capital")

    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (400, "tz")
    assert [kept["completed"] for kept in _list(alice)] == [False]


@time_machine.travel("2026-11-21T10:00:00Z", tick=True)
def test_a_count_runs_down_to_the_last(alice: Api) -> None:
    first = alice.post(TASKS, {**WEEKLY, "recurrence": "FREQ=WEEKLY;COUNT=2"}).json()
    second = _complete(alice, first["id"])["next_task_id"]

    assert alice.get(f"{TASKS}/{second}").json()["recurrence"] == "FREQ=WEEKLY;COUNT=1"
    assert _complete(alice, second)["next_task_id"] is None


@time_machine.travel("2026-11-21T10:00:00Z", tick=True)
def test_one_done_before_its_day_is_followed_by_the_day_after_it(alice: Api) -> None:
    """Put forward and done early, it has still been done for its own day: that day does not come again."""
    first = alice.post(TASKS, WEEKLY | {"recurrence": "FREQ=WEEKLY;BYDAY=SA"}).json()
    second = _complete(alice, first["id"])["next_task_id"]
    alice.patch(f"{TASKS}/{second}", {"due_date": "2026-11-25"})

    third = _complete(alice, second)["next_task_id"]

    assert [task["due_date"] for task in _list(alice)] == ["2026-11-21", "2026-11-25", "2026-12-05"]
    assert third not in (first["id"], second)


@time_machine.travel("2026-11-21T10:00:00Z", tick=True)
def test_two_done_on_one_day_are_still_followed_by_another(alice: Api) -> None:
    """Counted from the completion both lead to the same day, and the series has one task for a day."""
    first = alice.post(TASKS, WEEKLY | {"recurrence_from": "completion"}).json()
    second = _complete(alice, first["id"])["next_task_id"]
    third = _complete(alice, second)["next_task_id"]

    assert third not in (first["id"], second)
    assert [task["due_date"] for task in _list(alice)] == ["2026-11-21", "2026-11-28", "2026-12-05"]


def test_a_rule_needs_a_due_date_and_goes_with_it(alice: Api) -> None:
    refused = alice.post(TASKS, {"title": "x", "recurrence": "FREQ=DAILY"})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "#/recurrence"

    task = alice.post(TASKS, WEEKLY).json()
    cleared = alice.patch(f"{TASKS}/{task['id']}", {"due_date": None}).json()
    assert (cleared["due_time"], cleared["recurrence"]) == (None, None)


def test_a_rule_that_cannot_be_read_names_the_member(alice: Api) -> None:
    refused = alice.post(TASKS, {**WEEKLY, "recurrence": "FREQ=SOMETIMES"})

    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "#/recurrence"


def test_two_clients_completing_at_once_create_one(start_service: Callable[..., TodoService]) -> None:
    service = start_service()
    with service.client() as client:
        headers = bearer("alice")
        for _ in range(5):
            task = client.post(TASKS, json=WEEKLY, headers=headers).json()

            def complete(_: int, task: dict[str, Any] = task) -> int:
                return client.patch(
                    f"{TASKS}/{task['id']}/complete", json={"completed": True}, headers=headers
                ).status_code

            with ThreadPoolExecutor(8) as pool:
                assert set(pool.map(complete, range(8))) == {200}
        assert len(client.get(TASKS, headers=headers).json()) == 10


def test_counted_from_the_completion_no_day_of_the_month_sticks(alice: Api) -> None:
    rent = WEEKLY | {"due_date": "2026-11-10", "recurrence": "FREQ=MONTHLY", "recurrence_from": "completion"}
    with time_machine.travel("2026-11-21T10:00:00Z", tick=True):
        first = alice.post(TASKS, rent).json()
        second = _complete(alice, first["id"])["next_task_id"]
    with time_machine.travel("2027-01-05T10:00:00Z", tick=True):
        _complete(alice, second)

    assert [task["due_date"] for task in _list(alice)] == ["2026-11-10", "2026-12-21", "2027-02-05"]
