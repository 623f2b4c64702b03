"""GET …/tasks/changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.conftest import Api
from todos.models import Owner, Task, Tombstone

TASKS = "/api/alice/tasks"
CHANGES = f"{TASKS}/changes"


def _changes(api: Api, since: str | None = None, limit: int | None = None) -> dict[str, Any]:
    given = {"since": since, "limit": limit}
    answer = api.get(CHANGES, {name: value for name, value in given.items() if value is not None})
    assert answer.status_code == 200
    page: dict[str, Any] = answer.json()
    return page


def _create(api: Api, title: str = "Buy milk") -> dict[str, Any]:
    task: dict[str, Any] = api.post(TASKS, {"title": title}).json()
    return task


def test_without_since_it_tells_everything(alice: Api) -> None:
    tasks = [_create(alice, f"Task {number}") for number in range(3)]

    page = _changes(alice)

    assert page["items"] == tasks
    assert (page["deleted"], page["full"], page["has_more"]) == ([], True, False)


def test_then_it_tells_only_what_changed(alice: Api) -> None:
    first, second = _create(alice), _create(alice)
    since = _changes(alice)["next"]
    assert _changes(alice, since) | {"next": ""} == {
        "items": [], "deleted": [], "next": "", "has_more": False, "full": False,
    }  # fmt: skip

    changed = alice.patch(f"{TASKS}/{first['id']}", {"title": "Other"}).json()
    alice.delete(f"{TASKS}/{second['id']}")
    page = _changes(alice, since)

    assert page["items"] == [changed]
    assert [entry["id"] for entry in page["deleted"]] == [second["id"]]
    assert page["deleted"][0]["deleted_at"].endswith("Z")


def test_a_restored_task_comes_back(alice: Api) -> None:
    task = _create(alice)
    alice.delete(f"{TASKS}/{task['id']}")
    since = _changes(alice)["next"]
    alice.post(f"{TASKS}/{task['id']}/restore")

    assert [item["id"] for item in _changes(alice, since)["items"]] == [task["id"]]


def test_pages_are_in_the_order_of_the_changes(alice: Api) -> None:
    tasks = [_create(alice, f"Task {number}")["id"] for number in range(5)]
    alice.patch(f"{TASKS}/{tasks[0]}", {"title": "Last"})
    seen: list[int] = []
    page = _changes(alice, limit=2)
    flags = [page["full"]]
    while True:
        seen += [item["id"] for item in page["items"]]
        if not page["has_more"]:
            break
        page = _changes(alice, page["next"], 2)
        flags.append(page["full"])

    assert seen == [*tasks[1:], tasks[0]]
    assert flags == [True, False, False]


def test_a_tombstone_is_told_like_the_trashed_task_it_was(alice: Api) -> None:
    task = _create(alice)
    since = _changes(alice)["next"]
    alice.delete(f"{TASKS}/{task['id']}")
    trashed = _changes(alice, since)
    row = Task.objects.get(pk=task["id"])
    assert row.deleted_at is not None
    Tombstone.objects.create(user_id="alice", task_id=row.pk, revision=row.revision, deleted_at=row.deleted_at)
    row.delete()

    assert _changes(alice, since)["deleted"] == trashed["deleted"]


@pytest.mark.parametrize("token", ["", "made-up", "WzAsMSwyXQ.c2lnbmF0dXJl", "x" * 501])
def test_a_made_up_token_is_refused(alice: Api, token: str) -> None:
    answer = alice.get(CHANGES, {"since": token})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "since"


def test_a_token_belongs_to_its_person(alice: Api, bob: Api) -> None:
    since = _changes(alice)["next"]

    assert bob.get("/api/bob/tasks/changes", {"since": since}).status_code == 400
    assert bob.get(CHANGES).status_code == 403


@pytest.mark.parametrize("limit", ["0", "1001", "ten"])
def test_a_limit_out_of_range_is_refused(alice: Api, limit: str) -> None:
    answer = alice.get(CHANGES, {"limit": limit})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "limit"


def test_a_token_older_than_the_tombstones_asks_for_a_new_start(alice: Api) -> None:
    _create(alice)
    old = _changes(alice)["next"]
    _create(alice)
    Owner.objects.filter(user_id="alice").update(horizon=2)

    answer = alice.get(CHANGES, {"since": old})

    assert answer.status_code == 410
    assert answer.json()["code"] == "resync_required"
    assert _changes(alice, _changes(alice)["next"])["items"] == []


def test_a_first_walk_survives_a_horizon_that_was_there_before(alice: Api) -> None:
    for number in range(4):
        _create(alice, f"Task {number}")
    Owner.objects.filter(user_id="alice").update(horizon=3)
    page = _changes(alice, limit=1)

    assert _changes(alice, page["next"], 1)["has_more"] is True


def test_it_takes_three_statements(alice: Api) -> None:
    since = _changes(alice)["next"]
    for number in range(20):
        _create(alice, f"Task {number}")
    Tombstone.objects.create(user_id="alice", task_id=999_999, revision=1, deleted_at=timezone.now())
    with CaptureQueriesContext(connection) as statements:
        _changes(alice, since)

    assert len(statements) == 3
