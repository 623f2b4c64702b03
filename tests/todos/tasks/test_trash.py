"""DELETE …/tasks/{id} and POST …/tasks/{id}/restore."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Api
from todos.models import Owner, TaskEvent

TASKS = "/api/alice/tasks"


def _create(api: Api, title: str) -> int:
    number: int = api.post(TASKS, {"title": title}).json()["id"]
    return number


def _in_order(api: Api) -> list[str]:
    return [task["title"] for task in api.get(f"{TASKS}?sort=position").json()]


def test_a_task_comes_back_as_it_was_where_it_was(alice: Api) -> None:
    """Only its version and its last change tell that it was away."""
    _create(alice, "first")
    away = alice.get(f"{TASKS}/{_create(alice, 'away')}").json()
    _create(alice, "last")
    assert alice.delete(f"{TASKS}/{away['id']}").status_code == 204
    assert _in_order(alice) == ["first", "last"]

    back = alice.post(f"{TASKS}/{away['id']}/restore")

    assert back.status_code == 200
    assert back.headers["ETag"].startswith('"v3-')
    assert back.json() == away | {"version": 3, "updated_at": back.json()["updated_at"]}
    assert _in_order(alice) == ["first", "away", "last"]


def test_a_place_that_was_given_away_is_shared_with_nobody(alice: Api) -> None:
    """Two tasks at one position could not be told apart by a move beside either of them."""
    _create(alice, "first")
    away, taker, moved = (_create(alice, title) for title in ("away", "taker", "moved"))
    _create(alice, "last")
    alice.delete(f"{TASKS}/{away}")
    alice.post(f"{TASKS}/{taker}/move", {"before": moved})  # a no-op: it is there
    alice.post(f"{TASKS}/{moved}/move", {"before": taker})  # half-way between first and taker: where away was

    alice.post(f"{TASKS}/{away}/restore")
    tasks = alice.get(f"{TASKS}?sort=position").json()
    assert len({task["position"] for task in tasks}) == len(tasks)
    assert [task["title"] for task in tasks] == ["first", "moved", "away", "taker", "last"]

    _create(alice, "new")
    new = alice.get(f"{TASKS}?sort=-id").json()[0]["id"]
    for neighbour in (moved, away):
        alice.post(f"{TASKS}/{new}/move", {"before": neighbour})
        order = [task["id"] for task in alice.get(f"{TASKS}?sort=position").json()]
        assert order[order.index(neighbour) - 1] == new


def test_a_full_list_takes_none_back(alice: Api, settings: Any) -> None:
    """A quota that the trash can be filled and emptied around is none."""
    settings.TASKS_PER_USER_MAX = 1
    away = _create(alice, "away")
    alice.delete(f"{TASKS}/{away}")
    here = _create(alice, "here")
    before = Owner.objects.values().get(user_id="alice"), TaskEvent.objects.count()

    refused = alice.post(f"{TASKS}/{away}/restore")

    assert (refused.status_code, refused.json()["code"]) == (409, "task_quota_exceeded")
    assert (Owner.objects.values().get(user_id="alice"), TaskEvent.objects.count()) == before
    alice.delete(f"{TASKS}/{here}")
    assert alice.post(f"{TASKS}/{away}/restore").status_code == 200


@pytest.mark.parametrize("trashed", [True, False])
def test_the_version_is_held_before_anything_else_of_the_task(alice: Api, trashed: bool) -> None:
    """A live task is no conflict of versions: it is not in the trash at all."""
    task = _create(alice, "one")
    if trashed:
        alice.delete(f"{TASKS}/{task}")

    refused = alice.post(f"{TASKS}/{task}/restore", headers={"If-Match": '"v9"'})

    expected = (412, "version_conflict") if trashed else (409, "not_in_trash")
    assert (refused.status_code, refused.json()["code"]) == expected
