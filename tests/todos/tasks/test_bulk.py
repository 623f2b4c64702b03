"""POST …/tasks/bulk does many operations in one request: in order, all or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Api

TASKS = "/api/alice/tasks"


def _bulk(api: Api, *operations: Any) -> Any:
    return api.post(f"{TASKS}/bulk", {"operations": list(operations)})


@pytest.fixture
def ids(alice: Api) -> list[int]:
    return [alice.post(TASKS, {"title": f"task {number}"}).json()["id"] for number in range(3)]


def test_it_does_each_kind_of_operation_in_order(alice: Api, ids: list[int]) -> None:
    response = _bulk(
        alice,
        {"op": "create", "task": {"title": "new"}},
        {"op": "update", "id": ids[0], "task": {"title": "changed"}},
        {"op": "complete", "id": ids[0]},
        {"op": "reopen", "id": ids[0]},
        {"op": "delete", "id": ids[1]},
    )

    assert response.status_code == 200
    results = response.json()["results"]
    assert [result["op"] for result in results] == ["create", "update", "complete", "reopen", "delete"]
    assert (results[1]["task"]["title"], results[2]["task"]["completed"]) == ("changed", True)
    assert [task["title"] for task in alice.get(f"{TASKS}?sort=id").json()] == ["changed", "task 2", "new"]


def test_complete_all_and_delete_completed_say_how_many(alice: Api, ids: list[int]) -> None:
    response = _bulk(alice, {"op": "complete_all"}, {"op": "delete_completed"})

    assert response.json()["results"] == [{"op": "complete_all", "count": 3}, {"op": "delete_completed", "count": 3}]
    assert alice.get(TASKS).json() == []


def test_one_failure_undoes_them_all_and_is_named(alice: Api, ids: list[int]) -> None:
    before = alice.get(TASKS).json()

    response = _bulk(alice, {"op": "complete", "id": ids[0]}, {"op": "complete", "id": 10**9})

    assert response.status_code == 404
    assert response.json()["errors"][0]["pointer"] == "#/operations/1/id"
    assert alice.get(TASKS).json() == before


def test_a_version_holds_an_operation_to_what_was_read(alice: Api, ids: list[int]) -> None:
    assert _bulk(alice, {"op": "complete", "id": ids[0], "version": 1}).status_code == 200
    assert _bulk(alice, {"op": "reopen", "id": ids[0], "version": 1}).status_code == 412


def test_the_faults_of_all_operations_are_told_at_once(alice: Api) -> None:
    response = _bulk(alice, {"op": "create", "task": {"title": ""}}, {"op": "create", "task": {"title": 7}})

    assert [error["pointer"] for error in response.json()["errors"]] == [
        "#/operations/0/task/title",
        "#/operations/1/task/title",
    ]


@pytest.mark.parametrize(
    ("operation", "pointer"),
    [
        ({"op": "explode"}, "#/operations/0/op"),
        ({"op": "complete"}, "#/operations/0/id"),
        ({"op": "complete", "id": 1, "task": {}}, "#/operations/0/task"),
        ({"op": "update", "id": 1}, "#/operations/0/task"),
        ("complete", "#/operations/0"),
    ],
)
def test_an_operation_that_is_none_is_refused_by_its_place(alice: Api, operation: Any, pointer: str) -> None:
    response = _bulk(alice, operation)

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("count", [0, 101])
def test_it_takes_one_to_a_hundred(alice: Api, count: int) -> None:
    response = _bulk(alice, *[{"op": "complete_all"}] * count)

    assert response.json()["errors"][0]["code"] == "invalid_length"


def test_anothers_task_is_404(bob: Api, alice: Api, ids: list[int]) -> None:
    response = bob.post("/api/bob/tasks/bulk", {"operations": [{"op": "delete", "id": ids[0]}]})

    assert response.status_code == 404
    assert len(alice.get(TASKS).json()) == 3
