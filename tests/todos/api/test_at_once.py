"""Many clients at once, against the served process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from authbridge.testing import bearer
from tests.better_auth.service import TodoService

TASKS = "/api/alice/tasks"


@pytest.fixture
def client(service: TodoService) -> Any:
    with service.client() as client:
        client.headers.update(bearer("alice"))
        yield client


def _at_once(many: int, do: Callable[[int], httpx.Response]) -> list[httpx.Response]:
    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(do, range(many)))


def _task(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.post(TASKS, json={"title": "one"}).json()
    return found


def test_what_happens_at_once_happens_once_each(client: httpx.Client) -> None:
    """Toggles, sets, merges and keys, one after the other against one server, which takes seconds to start."""
    task = _task(client)
    path = f"{TASKS}/{task['id']}"

    toggled = _at_once(50, lambda _: client.patch(f"{path}/complete"))
    assert {answer.status_code for answer in toggled} == {200}
    assert Counter(answer.json()["completed"] for answer in toggled) == {True: 25, False: 25}
    assert client.get(path).json()["version"] == 51

    answers = _at_once(50, lambda _: client.patch(f"{path}/complete", json={"completed": True}))
    assert {answer.status_code for answer in answers} == {200}
    assert client.get(path).json()["version"] == 52

    members = [{"title": "new"}, {"description": "new"}, {"priority": "high"}, {"tags": ["new"]}]
    assert {answer.status_code for answer in _at_once(4, lambda n: client.patch(path, json=members[n]))} == {200}
    found = client.get(path).json()
    assert (found["title"], found["description"], found["priority"], found["tags"]) == ("new", "new", "high", ["new"])

    tag = client.get(path).headers["ETag"]
    raced = _at_once(2, lambda n: client.patch(path, json={"title": f"race {n}"}, headers={"If-Match": tag}))
    assert sorted(answer.status_code for answer in raced) == [200, 412]

    key = {"Idempotency-Key": "the-same"}
    created = _at_once(20, lambda _: client.post(TASKS, json={"title": "once"}, headers=key))
    assert {answer.status_code for answer in created} == {201}
    assert len({answer.content for answer in created}) == 1
    assert sum("Idempotent-Replayed" in answer.headers for answer in created) == 19
    assert client.get(TASKS).headers["X-Total-Count"] == "2"
    other = client.post(TASKS, json={"title": "another"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")

    failed = client.post(TASKS, json={"title": ""}, headers={"Idempotency-Key": "second"})
    again = client.post(TASKS, json={"title": "better"}, headers={"Idempotency-Key": "second"})
    assert (failed.status_code, again.status_code) == (400, 201)


def test_twenty_writers_never_meet_a_locked_database(client: httpx.Client) -> None:
    answers = _at_once(
        200, lambda n: client.post(f"/api/w{n % 20}/tasks", json={"title": "x"}, headers=bearer(f"w{n % 20}"))
    )

    assert Counter(answer.status_code for answer in answers) == {201: 200}


def test_a_charset_is_no_codec(client: httpx.Client) -> None:
    """Python has codecs that decode no text; Django would look the name up before any middleware runs."""
    for charset in ("hex", "zlib", "undefined", "utf-16", "nonsense"):
        headers = {"Content-Type": f"application/json; charset={charset}"}
        answer = client.post(TASKS, content=b'{"title": "x"}', headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type"), charset
        asked = client.get(f"{TASKS}?q=%ff", headers=headers)
        assert (asked.status_code, asked.json()["code"]) == (400, "validation_error"), charset
    assert client.get(TASKS).json() == []


def test_a_chunked_body_is_read_and_bounded(client: httpx.Client) -> None:
    def chunks(size: int) -> Any:
        yield b'{"title": "'
        yield b"x" * size
        yield b'"}'

    headers = {"Content-Type": "application/json"}
    assert client.post(TASKS, content=chunks(100), headers=headers).status_code == 201
    assert client.post(TASKS, content=chunks(400_000), headers=headers).status_code == 413
