"""Deltas and exports of very long tasks: bounded by bytes as well as by rows, and still whole."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest

from tests.conftest import Api
from todos.models import Task
from todos.query.paging import PAGE_BYTES

TASKS = "/api/alice/tasks"
LONG = "日" * 10_000  # 30 KB
MANY = 300


@pytest.fixture
def ids(alice: Api) -> list[int]:
    """Nine megabytes of tasks, and one in the trash among them."""
    found = [
        one
        for _ in range(MANY // 50)
        for one in alice.post(f"{TASKS}/import", [{"title": "x", "description": LONG}] * 50).json()["ids"]
    ]
    alice.delete(f"{TASKS}/{found[MANY // 2]}")
    return found


def test_a_page_of_deltas_ends_early_and_the_walk_is_whole(alice: Api, ids: list[int]) -> None:
    seen: list[int] = []
    deleted: list[int] = []
    since, pages = "", 0
    while True:
        answer = alice.get(f"{TASKS}/changes?limit=1000{since}")
        assert len(answer.content) < PAGE_BYTES + 100_000
        page = answer.json()
        seen += [task["id"] for task in page["items"]]
        deleted += [task["id"] for task in page["deleted"]]
        pages += 1
        since = f"&since={page['next']}"
        if not page["has_more"]:
            break
        assert page["items"], "a page that says there is more has something"

    assert deleted == [ids[MANY // 2]]
    assert seen == [one for one in ids if one not in deleted]
    assert pages > 2


@pytest.mark.parametrize("path", ["changes?limit=1000", "export"])
def test_an_answer_takes_no_more_memory_however_long_the_tasks_are(alice: Api, ids: list[int], path: str) -> None:
    alice.get(f"{TASKS}/{path}")
    tracemalloc.start()
    try:
        answer: Any = alice.get(f"{TASKS}/{path}")
        length = sum(map(len, answer.streaming_content if answer.streaming else [answer.content]))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert length > PAGE_BYTES / 2
    assert peak < 8 * PAGE_BYTES, "all of them at once are five times as much"


def test_an_export_is_whole(alice: Api, ids: list[int]) -> None:
    answer: Any = alice.get(f"{TASKS}/export")
    exported = json.loads(b"".join(answer.streaming_content))["tasks"]

    assert [task["id"] for task in exported] == list(
        Task.objects.filter(deleted_at=None).order_by("id").values_list("id", flat=True)
    )
