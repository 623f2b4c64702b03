"""What is stored for an Idempotency-Key, and what a replay gives back."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.conftest import Api
from todos.models import IdempotencyKey, Task
from todos.tasks.kept_answers import KEPT_MAX

TASKS = "/api/alice/tasks"
KEY = {"Idempotency-Key": "k"}


def _noise(seed: int, length: int = 10_000) -> str:
    """A text that cannot be compressed much."""
    return "".join(map(chr, random.Random(seed).choices(range(0x4E00, 0x9FA5), k=length)))


def _twice(alice: Api, operations: list[dict[str, Any]]) -> tuple[Any, Any, int]:
    body = {"operations": operations}
    first = alice.post(f"{TASKS}/bulk", body, headers=KEY)
    again = alice.post(f"{TASKS}/bulk", body, headers=KEY)
    assert (first.status_code, again.headers.get("Idempotent-Replayed")) == (200, "true"), first.content
    return first, again, len(IdempotencyKey.objects.get().body.encode())


def test_a_hundred_results_of_one_long_task_store_it_once_and_replay_the_same_bytes(alice: Api) -> None:
    task = alice.post(TASKS, {"title": "long", "description": _noise(1)}).json()["id"]
    first, again, stored = _twice(alice, [{"op": op, "id": task} for op in ("complete", "reopen")] * 50)

    assert len(first.content) > 3_000_000
    assert stored <= KEPT_MAX
    assert again.content == first.content


@pytest.mark.parametrize(("many", "same"), [(3, True), (100, False)])
def test_a_hundred_long_tasks_store_no_megabytes_and_replay_what_they_are(alice: Api, many: int, same: bool) -> None:
    texts = [{"title": f"{n}", "description": _noise(n * 7, 3000)} for n in range(many)]
    ids = alice.post(f"{TASKS}/import", texts).json()["ids"]
    first, again, stored = _twice(alice, [{"op": "complete", "id": one} for one in ids])

    assert stored <= KEPT_MAX
    assert again.content == first.content
    Task.objects.filter(id=ids[0]).update(description="changed since")
    later = alice.post(f"{TASKS}/bulk", {"operations": [{"op": "complete", "id": one} for one in ids]}, headers=KEY)
    assert (later.content == first.content) is same


def test_where_titles_and_tags_are_too_much_as_well_tasks_are_replayed_as_they_are(alice: Api) -> None:
    texts = [{"title": _noise(n, 200), "tags": [_noise(n * 31 + t, 50) for t in range(20)]} for n in range(100)]
    ids = alice.post(f"{TASKS}/import", texts).json()["ids"]
    operations: list[dict[str, Any]] = [{"op": "complete", "id": one} for one in ids[:98]]
    first, again, stored = _twice(alice, [*operations, {"op": "delete", "id": ids[99]}, {"op": "delete_completed"}])

    assert stored <= KEPT_MAX
    shown, replayed = first.json()["results"], again.json()["results"]
    assert [(one["op"], one.get("task", {}).get("id")) for one in shown] == [
        (one["op"], one.get("task", {}).get("id")) for one in replayed
    ]
    assert "deleted_at" in replayed[0]["task"], "as it is now"
    Task.objects.filter(id=ids[0]).delete()
    gone = alice.post(
        f"{TASKS}/bulk",
        {"operations": [*operations, {"op": "delete", "id": ids[99]}, {"op": "delete_completed"}]},
        headers=KEY,
    )
    assert gone.json()["results"][0] == {"op": "complete", "id": ids[0]}


def test_an_answer_kept_by_an_earlier_release_is_replayed(alice: Api) -> None:
    first = alice.post(TASKS, {"title": "x", "description": "y" * 5000}, headers=KEY)
    IdempotencyKey.objects.update(body=first.content.decode())

    assert alice.post(TASKS, {"title": "x", "description": "y" * 5000}, headers=KEY).content == first.content
