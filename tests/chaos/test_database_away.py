"""The database goes away and comes back: 503 with `Retry-After` meanwhile, and well again without a restart."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import pytest

from authbridge.testing import bearer
from config.databases import SQLITE_PATIENCE
from tests import environment
from tests.better_auth.service import TodoService
from tests.chaos.forwarder import Forwarder

pytestmark = pytest.mark.slow
TASKS = "/api/alice/tasks"
Start = Callable[..., TodoService]


def _every_request(task: int) -> list[tuple[str, str, Any]]:
    """What a client may ask: each needs the database."""
    return [
        ("GET", TASKS, None), ("GET", f"{TASKS}/{task}", None), ("GET", "/api/alice/stats", None), ("GET", "/api/alice/tags", None),
        ("GET", f"{TASKS}/changes", None), ("POST", TASKS, {"title": "lost"}), ("PUT", f"{TASKS}/{task}", {"title": "lost"}),
        ("PATCH", f"{TASKS}/{task}", {"title": "lost"}), ("DELETE", f"{TASKS}/{task}", None), ("POST", f"{TASKS}/{task}/move", {"to": "top"}),
        ("POST", f"{TASKS}/bulk", {"operations": [{"op": "create", "task": {"title": "lost"}}]}),
        ("POST", "/api/auth/login", {"email": "a@example.com", "password": "correct horse battery"}), ("GET", "/api/health/ready", None),
    ]  # fmt: skip


@contextmanager
def _person(service: TodoService) -> Iterator[httpx.Client]:
    with service.client() as client:
        client.headers.update(bearer("alice"))
        yield client


def _refused(client: httpx.Client, task: int) -> None:
    for method, path, body in _every_request(task):
        answer = client.request(method, path, json=body)
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (503, "unavailable"), (method, path, problem)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert int(answer.headers["Retry-After"]) > 0
        for told in ("psycopg", "sqlite", "OperationalError", "connection to", "127.0.0.1"):
            assert told not in answer.text
    assert client.get("/api/health/live").status_code == 200


def _well(client: httpx.Client, task: int) -> None:
    """As it was before, and it takes writes: without a restart, and soon."""
    deadline = time.monotonic() + 10
    while client.get("/api/health/ready").status_code != 200:
        assert time.monotonic() < deadline, "not ready again"
        time.sleep(0.05)
    assert [found["title"] for found in client.get(TASKS).json()] == ["kept"]
    assert client.get(f"{TASKS}/{task}").headers["ETag"].startswith('"v1-')
    assert client.post(TASKS, json={"title": "new"}).status_code == 201
    assert client.get(TASKS).headers["X-Total-Count"] == "2"


@pytest.mark.skipif(environment.BACKEND != "postgres", reason="about a server that is reached over a network")
def test_a_server_that_cannot_be_reached(start_service: Start, database_url: str) -> None:
    """The connections that the service kept are gone, and new ones are refused."""
    parts = urlsplit(database_url)
    with Forwarder(parts.hostname or "127.0.0.1", parts.port or 5432) as network:
        through = parts.netloc.rpartition("@")[0] + f"@127.0.0.1:{network.port}"
        service = start_service(DATABASE_URL=urlunsplit(parts._replace(netloc=through)), WEB_WORKERS="1")
        pid = service.pid
        with _person(service) as client:
            task = client.post(TASKS, json={"title": "kept"}).json()["id"]

            network.cut()
            _refused(client, task)
            network.mend()

            _well(client, task)
            assert service.pid == pid


@pytest.mark.skipif(environment.BACKEND != "sqlite", reason="about the one write lock of a file")
def test_a_file_whose_write_lock_is_never_given_back(start_service: Start, tmp_path: Path) -> None:
    """Whoever reads is served all the while; whoever writes waits as long as the service has patience, then 503."""
    file = tmp_path / "todo.sqlite3"
    service = start_service(DATABASE_URL=f"sqlite:///{file}", WEB_WORKERS="1")
    with _person(service) as client, _person(service) as writer, ThreadPoolExecutor(1) as pool:
        task = client.post(TASKS, json={"title": "kept"}).json()["id"]
        with sqlite3.connect(file, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = pool.submit(writer.post, TASKS, json={"title": "lost"}, timeout=SQLITE_PATIENCE + 20)
            while not waiting.done():
                assert [found["title"] for found in client.get(TASKS).json()] == ["kept"]
                time.sleep(0.5)
            other.execute("ROLLBACK")

        answer = waiting.result()
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) > 0
        _well(client, task)
