"""GET …/tasks/{id}/history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import Api
from todos.models import TaskEvent

TASKS = "/api/alice/tasks"


def _create(api: Api, **fields: Any) -> int:
    answer = api.post(TASKS, {"title": "Buy milk", **fields})
    assert answer.status_code == 201
    number: int = answer.json()["id"]
    return number


def _history(api: Api, task_id: int, query: str = "") -> list[dict[str, Any]]:
    answer = api.get(f"{TASKS}/{task_id}/history{query}")
    assert answer.status_code == 200
    events: list[dict[str, Any]] = answer.json()
    return events


def test_it_tells_what_changed_newest_first(alice: Api) -> None:
    task = _create(alice)
    other = _create(alice)
    alice.patch(f"{TASKS}/{task}", {"title": "Buy oat milk", "priority": "high", "due_date": "2026-12-01"})
    alice.patch(f"{TASKS}/{task}/complete")
    alice.patch(f"{TASKS}/{task}/complete")
    alice.post(f"{TASKS}/{task}/move", {"after": other})
    alice.delete(f"{TASKS}/{task}")
    alice.post(f"{TASKS}/{task}/restore")

    events = _history(alice, task)

    kinds = ["restored", "trashed", "moved", "reopened", "completed", "updated", "created"]
    assert [event["kind"] for event in events] == kinds
    assert events[5]["changes"] == {
        "title": ["Buy milk", "Buy oat milk"],
        "priority": ["none", "high"],
        "due_date": [None, "2026-12-01"],
    }
    assert events[4]["changes"] == {"completed": [False, True]}
    assert {event["actor"] for event in events} == {"user"}


def test_it_names_the_request(alice: Api) -> None:
    task = _create(alice)
    answer = alice.patch(f"{TASKS}/{task}", {"title": "Other"})

    assert _history(alice, task)[0]["request_id"] == answer.headers["X-Request-ID"]


def test_what_changes_nothing_leaves_no_event(alice: Api) -> None:
    task = _create(alice, completed=True)
    alice.patch(f"{TASKS}/{task}", {})
    alice.patch(f"{TASKS}/{task}", {"title": "Buy milk"})
    alice.patch(f"{TASKS}/{task}/complete", {"completed": True})
    assert alice.patch(f"{TASKS}/{task}", {"title": "x"}, headers={"If-Match": '"v9"'}).status_code == 412

    assert [event["kind"] for event in _history(alice, task)] == ["created"]


def test_it_goes_with_the_change_when_that_is_rolled_back(alice: Api) -> None:
    task = _create(alice)
    operations = [
        {"op": "update", "id": task, "task": {"title": "Other"}},
        {"op": "complete", "id": task},
        {"op": "delete", "id": task + 1000},
    ]

    assert alice.post(f"{TASKS}/bulk", {"operations": operations}).status_code == 404

    assert [event["kind"] for event in _history(alice, task)] == ["created"]


def test_long_texts_are_kept_to_their_beginning(alice: Api) -> None:
    task = _create(alice)
    alice.patch(f"{TASKS}/{task}", {"description": "é" * 10_000})

    before, after = _history(alice, task)[0]["changes"]["description"]
    assert before == ""
    assert after == "é" * 500 + "…"


def test_pages_tell_each_event_once(alice: Api) -> None:
    task = _create(alice)
    for number in range(6):
        alice.patch(f"{TASKS}/{task}", {"title": f"Title {number}"})
    seen, url = [], f"{TASKS}/{task}/history?limit=3"
    while url:
        answer = alice.get(url)
        seen += [event["id"] for event in answer.json()]
        link = answer.headers.get("Link", "")
        url = link.partition("<")[2].partition(">")[0]

    assert seen == [event["id"] for event in _history(alice, task)]
    assert len(seen) == 7


@pytest.mark.parametrize("query", ["?limit=0", "?limit=101", "?cursor=made-up", "?page=2"])
def test_a_parameter_it_cannot_read_is_named(alice: Api, query: str) -> None:
    answer = alice.get(f"{TASKS}/{_create(alice)}/history{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == query[1:].partition("=")[0]


def test_a_cursor_belongs_to_its_task(alice: Api) -> None:
    task, other = _create(alice), _create(alice)
    alice.patch(f"{TASKS}/{task}", {"title": "Other"})
    link = alice.get(f"{TASKS}/{task}/history?limit=1").headers["Link"]
    query = link.partition("?")[2].partition(">")[0]

    assert alice.get(f"{TASKS}/{other}/history?{query}").status_code == 400


def test_it_hides_other_peoples(alice: Api, bob: Api) -> None:
    task = _create(alice)

    assert bob.get(f"{TASKS}/{task}/history").status_code == 403
    assert bob.get(f"/api/bob/tasks/{task}/history").status_code == 404


def test_a_bulk_of_100_writes_its_history_in_one_statement(alice: Api) -> None:
    create = [{"op": "create", "task": {"title": f"Task {number}"}} for number in range(100)]
    with CaptureQueriesContext(connection) as made:
        answer = alice.post(f"{TASKS}/bulk", {"operations": create})
    ids = [result["task"]["id"] for result in answer.json()["results"]]
    with CaptureQueriesContext(connection) as completed:
        alice.post(f"{TASKS}/bulk", {"operations": [{"op": "complete", "id": task} for task in ids]})

    for statements in (made, completed):
        assert len([one for one in statements if "INSERT INTO todos_taskevent" in one["sql"]]) == 1
    assert TaskEvent.objects.filter(user_id="alice", kind="created").count() == 100
    assert TaskEvent.objects.filter(user_id="alice", kind="completed").count() == 100


@pytest.mark.django_db(transaction=True)
def test_it_fits_into_the_statements_of_a_write(transactional_db: None) -> None:
    alice = Api("alice")
    _create(alice)  # what is written once for a person, or read once for a process, has been
    task = _create(alice)
    steps: dict[str, Callable[[], Any]] = {
        "create": lambda: alice.post(TASKS, {"title": "New"}),
        "rename": lambda: alice.patch(f"{TASKS}/{task}", {"title": "Other"}),
        "toggle": lambda: alice.patch(f"{TASKS}/{task}/complete"),
    }
    for name, step in steps.items():
        with CaptureQueriesContext(connection) as statements:
            assert step().status_code in (200, 201)
        sql = [one["sql"] for one in statements]
        assert any("todos_taskevent" in one for one in sql), name
        assert len(sql) <= 6, (name, sql)
