"""POST …/tasks adds a task."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Api

TASKS = "/api/alice/tasks"
DERIVED = {"id", "user_id", "completed_at", "next_task_id", "position", "version", "created_at", "updated_at"}


def test_it_adds_a_task(alice: Api) -> None:
    response = alice.post(TASKS, {"title": "Buy milk"})

    assert response.status_code == 201
    assert response.headers["Location"] == f"/api/alice/tasks/{response.json()['id']}"
    assert response.headers["ETag"].startswith('"v1-')
    assert response.json()["title"] == "Buy milk"
    assert alice.get(TASKS).json() == [response.json()]


def test_what_is_not_named_has_its_default(alice: Api) -> None:
    task = alice.post(TASKS, {"title": "Buy milk"}).json()

    assert {name: value for name, value in task.items() if name not in DERIVED} == {
        "title": "Buy milk", "description": "", "completed": False, "priority": "none", "due_date": None,
        "due_time": None, "tags": [], "recurrence": None, "recurrence_from": "due",
    }  # fmt: skip
    assert (task["user_id"], task["version"], task["completed_at"]) == ("alice", 1, None)


def test_it_keeps_everything_that_people_write(alice: Api) -> None:
    content = {
        "title": "Rent", "description": "By bank\n", "priority": "high", "due_date": "2026-12-31", "due_time": "09:30",
        "tags": ["home", "money"], "recurrence": "FREQ=MONTHLY;BYMONTHDAY=31", "recurrence_from": "due",
    }  # fmt: skip

    task = alice.post(TASKS, content).json()

    assert {name: task[name] for name in content} == content


def test_a_task_may_be_completed_from_the_start(alice: Api) -> None:
    task = alice.post(TASKS, {"title": "Done already", "completed": True}).json()

    assert task["completed"] is True
    assert task["completed_at"] == task["created_at"]


def test_a_new_task_is_the_last_one(alice: Api) -> None:
    for title in ("first", "second", "third"):
        alice.post(TASKS, {"title": title})

    assert [task["title"] for task in alice.get(f"{TASKS}?sort=position").json()] == ["first", "second", "third"]


def test_a_title_is_trimmed_and_tags_are_kept_once(alice: Api) -> None:
    task = alice.post(TASKS, {"title": "  Buy milk ", "tags": ["Shop", " shop ", "home"]}).json()

    assert (task["title"], task["tags"]) == ("Buy milk", ["Shop", "home"])


@pytest.mark.parametrize(
    ("content", "pointer", "code"),
    [
        ({}, "#/title", "required"),
        ({"title": " "}, "#/title", "blank"),
        ({"title": "x" * 201}, "#/title", "too_long"),
        ({"title": 7}, "#/title", "wrong_type"),
        ({"title": "x", "priority": "urgent"}, "#/priority", "invalid_choice"),
        ({"title": "x", "completed": 1}, "#/completed", "wrong_type"),
        ({"title": "x", "due_date": "2026-02-30"}, "#/due_date", "invalid"),
        ({"title": "x", "due_time": "09:30"}, "#/due_time", "needs_due_date"),
        ({"title": "x", "recurrence": "FREQ=DAILY"}, "#/recurrence", "needs_due_date"),
        ({"title": "x", "tags": [""]}, "#/tags/0", "invalid_length"),
        ({"title": "x", "dueDate": "2026-12-31"}, "#/dueDate", "unknown"),
    ],
)
def test_it_names_the_member_at_fault(alice: Api, content: dict[str, Any], pointer: str, code: str) -> None:
    response = alice.post(TASKS, content)

    assert response.status_code == 400
    assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == [(pointer, code)]
    assert alice.get(TASKS).json() == []


def test_it_names_every_member_at_fault_at_once(alice: Api) -> None:
    errors = alice.post(TASKS, {"title": "", "priority": "urgent", "tags": "home"}).json()["errors"]

    assert {error["pointer"] for error in errors} == {"#/title", "#/priority", "#/tags"}


def test_a_misspelt_member_is_told_what_was_meant(alice: Api) -> None:
    (error,) = alice.post(TASKS, {"title": "x", "dueDate": "2026-12-31"}).json()["errors"]

    assert "due_date" in error["detail"]


def test_a_full_list_takes_no_more(alice: Api, settings: Any) -> None:
    settings.TASKS_PER_USER_MAX = 1
    alice.post(TASKS, {"title": "first"})

    response = alice.post(TASKS, {"title": "one too many"})

    assert (response.status_code, response.json()["code"]) == (409, "task_quota_exceeded")


def test_it_refuses_another_users_path(alice: Api) -> None:
    assert alice.post("/api/bob/tasks", {"title": "Mine"}).status_code == 403


def test_it_requires_a_token(nobody: Api) -> None:
    response = nobody.post(TASKS, {"title": "Mine"})

    assert response.status_code == 401
    assert response.json()["code"] == "not_authenticated"
