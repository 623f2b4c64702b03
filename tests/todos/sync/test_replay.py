"""Replaying deltas gives the list, while four clients write and the reader is killed between pages."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from authbridge.testing import mint
from tests.better_auth.service import TodoService
from tests.todos.sync.replica import Replica

TASKS = "/api/alice/tasks"
WRITERS, OPERATIONS = 4, 250


def _ids(client: httpx.Client, query: str = "") -> list[int]:
    return [task["id"] for task in client.get(f"{TASKS}?limit=100{query}").json()]


def _operation(client: httpx.Client, dice: random.Random) -> httpx.Response:
    """One random write. Another writer may have been there first: 404 and 409 are answers too."""
    kind = dice.choice(("create", "create", "create", "patch", "toggle", "trash", "restore", "move", "repeat", "bulk"))
    if kind == "create":
        return client.post(TASKS, json={"title": f"Task {dice.random()}", "tags": [dice.choice("abc")]})
    if kind == "repeat":
        body = {
            "title": "Again",
            "due_date": "2026-11-21",
            "recurrence": "FREQ=DAILY",
            "completed": dice.random() < 0.2,
        }
        return client.post(TASKS, json=body)
    if kind == "bulk":
        operations = [{"op": "create", "task": {"title": "Bulk"}} for _ in range(dice.randint(1, 5))]
        return client.post(f"{TASKS}/bulk", json={"operations": operations})
    ids = _ids(client, "&deleted=true" if kind == "restore" else "") or [1]
    task = dice.choice(ids)
    if kind == "patch":
        return client.patch(f"{TASKS}/{task}", json={"title": f"Renamed {dice.random()}"})
    if kind == "toggle":
        return client.patch(f"{TASKS}/{task}/complete")
    if kind == "trash":
        return client.delete(f"{TASKS}/{task}")
    if kind == "restore":
        return client.post(f"{TASKS}/{task}/restore")
    return client.post(f"{TASKS}/{task}/move", json={"to": dice.choice(("top", "bottom"))})


def _write(service: TodoService, seed: int) -> dict[int, int]:
    """All operations of one writer; how often each status was answered."""
    dice, statuses = random.Random(seed), dict[int, int]()
    with service.client(mint(sub="alice")) as client:
        for _ in range(OPERATIONS):
            status = _operation(client, dice).status_code
            statuses[status] = statuses.get(status, 0) + 1
    return statuses


def _follow(service: TodoService, file: Path, done: threading.Event) -> int:
    """Read until the writers are done, killed now and then after a page was fetched; how often it was killed."""
    dice, killed = random.Random(5), 0
    with service.client(mint(sub="alice")) as client:
        replica = Replica(client, "alice", file)
        while not done.is_set():
            if dice.random() < 0.2:
                replica.fetch(7)  # read and never applied
                replica, killed = Replica(client, "alice", file), killed + 1
            replica.step(7)
    return killed


def _whole_list(client: httpx.Client) -> dict[str, Any]:
    tasks: dict[str, Any] = {}
    url: str | None = f"{TASKS}?limit=100&sort=id"
    while url:
        answer = client.get(url)
        tasks |= {str(task["id"]): task for task in answer.json()}
        url = answer.links.get("next", {}).get("url")
    return tasks


@pytest.mark.slow
def test_replaying_gives_the_list(start_service: Callable[..., TodoService], tmp_path: Path) -> None:
    service, done = start_service(), threading.Event()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(_follow, service, tmp_path / "during.json", done)
        writers = [pool.submit(_write, service, seed) for seed in range(WRITERS)]
        try:
            answered = [writer.result() for writer in writers]
        finally:
            done.set()
        killed = reader.result()
    with service.client(mint(sub="alice")) as client:
        want = _whole_list(client)
        for file in ("during.json", "fresh.json"):
            while Replica(client, "alice", tmp_path / file).step(7):  # a new process for every page
                pass
            assert Replica(client, "alice", tmp_path / file).tasks == want

    statuses = {status for one in answered for status in one}
    assert statuses <= {200, 201, 204, 404, 409}
    assert sum(sum(one.values()) for one in answered) == WRITERS * OPERATIONS
    assert len(want) > 100
    assert killed > 0
