"""PATCH …/tasks/{id}/complete completes a task, or opens it again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Api

TASKS = "/api/alice/tasks"


@pytest.fixture
def path(alice: Api) -> str:
    return f"{alice.post(TASKS, {'title': 'Buy milk'}).headers['Location']}/complete"


def test_without_a_body_it_turns_the_task_over(alice: Api, path: str) -> None:
    done, again = alice.patch(path), alice.patch(path)

    assert done.status_code == 200
    assert done.json()["completed"] is True
    assert done.json()["completed_at"] == done.json()["updated_at"]
    assert (again.json()["completed"], again.json()["completed_at"]) == (False, None)


def test_with_a_body_it_sets_what_the_body_says(alice: Api, path: str) -> None:
    assert alice.patch(path, {"completed": True}).json()["completed"] is True
    assert alice.patch(path, {"completed": False}).json()["completed"] is False


def test_saying_it_twice_changes_nothing(alice: Api, path: str) -> None:
    first = alice.patch(path, {"completed": True})

    assert alice.patch(path, {"completed": True}).content == first.content


def test_the_counts_of_the_list_follow(alice: Api, path: str) -> None:
    alice.patch(path)

    figures = alice.get("/api/alice/stats").json()
    assert (figures["total"], figures["completed"], figures["pending"]) == (1, 1, 0)


def test_a_task_that_recurs_has_a_successor(alice: Api) -> None:
    task = alice.post(TASKS, {"title": "Water", "due_date": "2099-01-01", "recurrence": "FREQ=DAILY"})

    done = alice.patch(f"{task.headers['Location']}/complete").json()

    assert alice.get(f"{TASKS}/{done['next_task_id']}").json()["due_date"] == "2099-01-02"


def test_if_match_holds_here_as_well(alice: Api, path: str) -> None:
    assert alice.patch(path, headers={"If-Match": '"v9"'}).status_code == 412
    assert alice.patch(path, headers={"If-Match": '"v1"'}).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "#/completed", "required"),
        ({"completed": "yes"}, "#/completed", "wrong_type"),
        ({"done": True}, "#/done", "unknown"),
        ([], "#", "wrong_type"),
    ],
)
def test_it_names_what_is_wrong_with_the_body(alice: Api, path: str, body: Any, pointer: str, code: str) -> None:
    response = alice.patch(path, body)

    assert response.status_code == 400
    assert (response.json()["errors"][0]["pointer"], response.json()["errors"][0]["code"]) == (pointer, code)


def test_anothers_task_is_404(bob: Api, path: str) -> None:
    assert bob.patch(path.replace("alice", "bob")).status_code == 404
