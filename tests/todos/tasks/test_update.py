"""PUT and PATCH …/tasks/{id} change what people write of a task."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import Api

TASKS = "/api/alice/tasks"
RICH = {"title": "Rent", "description": "By bank", "priority": "high", "due_date": "2026-12-31", "tags": ["home"]}


@pytest.fixture
def task(alice: Api) -> dict[str, Any]:
    created: dict[str, Any] = alice.post(TASKS, RICH).json()
    return created


def _path(task: dict[str, Any]) -> str:
    return f"{TASKS}/{task['id']}"


def test_patch_changes_what_it_names(alice: Api, task: dict[str, Any]) -> None:
    response = alice.patch(_path(task), {"title": "Rent of January"})

    assert response.status_code == 200
    assert response.headers["ETag"].startswith('"v2-')
    changed = response.json()
    assert changed == {**task, "title": "Rent of January", "version": 2, "updated_at": changed["updated_at"]}


def test_put_replaces_the_content(alice: Api, task: dict[str, Any]) -> None:
    replaced = alice.put(_path(task), {"title": "Rent"}).json()

    assert {name: replaced[name] for name in RICH} == {
        "title": "Rent", "description": "", "priority": "none", "due_date": None, "tags": [],
    }  # fmt: skip


def test_put_leaves_a_completed_task_completed_unless_it_says_otherwise(alice: Api, task: dict[str, Any]) -> None:
    alice.patch(f"{_path(task)}/complete")

    assert alice.put(_path(task), {"title": "Rent"}).json()["completed"] is True
    assert alice.put(_path(task), {"title": "Rent", "completed": False}).json()["completed"] is False


def test_a_task_that_was_read_can_be_sent_back_as_it_is(alice: Api, task: dict[str, Any]) -> None:
    """Members that only the service writes are taken and left alone; nothing changed, so there is no new version."""
    assert alice.put(_path(task), task).json() == task


def test_a_merge_patch_is_taken_by_its_own_name(alice: Api, task: dict[str, Any]) -> None:
    body = json.dumps({"priority": "low"})

    response = alice.patch(_path(task), body, content_type="application/merge-patch+json")

    assert response.json()["priority"] == "low"


def test_clearing_the_due_date_clears_what_needs_one(alice: Api) -> None:
    task = alice.post(TASKS, {**RICH, "due_time": "09:30", "recurrence": "FREQ=DAILY"}).json()

    cleared = alice.patch(_path(task), {"due_date": None}).json()

    assert (cleared["due_date"], cleared["due_time"], cleared["recurrence"]) == (None, None, None)


def test_if_match_lets_only_the_version_at_hand_be_changed(alice: Api, task: dict[str, Any]) -> None:
    """RFC 9110, 13.1.1: two people at two devices do not overwrite each other."""
    first = alice.patch(_path(task), {"title": "first"}, headers={"If-Match": '"v1"'})
    second = alice.patch(_path(task), {"title": "second"}, headers={"If-Match": '"v1"'})

    assert first.status_code == 200
    assert (second.status_code, second.json()["code"]) == (412, "version_conflict")
    assert second.json()["current_version"] == 2
    assert alice.get(_path(task)).json()["title"] == "first"


@pytest.mark.parametrize(
    ("content", "pointer", "code"),
    [
        ({"title": None}, "#/title", "not_nullable"),
        ({"due_time": "25:00"}, "#/due_time", "invalid"),
        ({"colour": "red"}, "#/colour", "unknown"),
    ],
)
def test_it_names_the_member_at_fault(
    alice: Api, task: dict[str, Any], content: dict[str, Any], pointer: str, code: str
) -> None:
    response = alice.patch(_path(task), content)

    assert response.status_code == 400
    assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == [(pointer, code)]
    assert alice.get(_path(task)).json() == task


def test_anothers_task_is_404_and_stays_as_it_is(alice: Api, bob: Api, task: dict[str, Any]) -> None:
    for change in (bob.put, bob.patch):
        assert change(f"/api/bob/tasks/{task['id']}", {"title": "bob's now"}).status_code == 404

    assert alice.get(_path(task)).json() == task
