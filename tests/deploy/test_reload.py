"""SIGHUP replaces every worker while people go on: no connection is refused, no request is cut."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from authbridge.testing import bearer
from tests.better_auth.service import ROOT, TodoService
from tests.deploy.proxy import HOST, Proxy

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]
Ask = Callable[[], str]


def _request(method: str, path: str, body: bytes = b"") -> bytes:
    head = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Connection: close", f"Content-Length: {len(body)}"]
    head += [f"{name}: {value}" for name, value in {**bearer("alice"), "Content-Type": "application/json"}.items()]
    return "\r\n".join([*head, "", ""]).encode() + body


def _asked(connection: socket.socket, request: bytes, pause: float = 0.0) -> str:
    """The status of one request on a connection of its own, sent `pause` seconds after it was made."""
    with connection:
        time.sleep(pause)
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    return answer[9:12].decode() or "no answer"


@contextmanager
def _asking(asks: list[Ask]) -> Iterator[Counter[str]]:
    """Each of `asks` again and again, all at once; what they were answered."""
    seen: Counter[str] = Counter()
    done = threading.Event()

    def repeat(ask: Ask) -> None:
        while not done.is_set():
            try:
                seen[ask()] += 1
            except OSError as error:
                seen[repr(error)] += 1

    threads = [threading.Thread(target=repeat, args=[ask]) for ask in asks]
    for thread in threads:
        thread.start()
    yield seen
    done.set()
    for thread in threads:
        thread.join()


def _reload(service: TodoService) -> None:
    """Until no worker of before lives."""
    before = _workers(service)
    os.kill(service.pid, signal.SIGHUP)
    # As long as it takes: on a busy machine a worker alone may need half a minute to start.
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and _workers(service) & before:
        time.sleep(0.1)
    assert not _workers(service) & before


def _workers(service: TodoService) -> set[str]:
    """Their pids; Python keeps a helper process beside them."""
    children = Path(f"/proc/{service.pid}/task/{service.pid}/children").read_text().split()
    return {pid for pid in children if b"resource_tracker" not in _command(pid)}


def _command(pid: str) -> bytes:
    """The command line of a process; nothing of one that has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return b""


def test_who_has_connected_and_not_yet_asked_is_answered(start_service: Callable[..., TodoService]) -> None:
    """A worker closes connections that it has not read from when it ends: it leaves the queue before."""
    service = start_service(WEB_WORKERS="2", RELOAD_SECONDS="1")
    address = ("127.0.0.1", int(service.url.rpartition(":")[2]))
    request = _request("GET", "/api/health/live")
    with _asking([lambda: _asked(socket.create_connection(address, 20), request, pause=0.03)] * 20) as seen:
        _reload(service)
    assert set(seen) == {"200"}, seen
    assert seen["200"] > 40


def test_reads_and_writes_through_nginx_are_answered(start_service: Callable[..., TodoService], tmp_path: Path) -> None:
    """nginx keeps connections for reads and asks again where one ended; each write has one of its own."""
    service = start_service(WEB_WORKERS="2", RELOAD_SECONDS="1")
    with Proxy(service.url, tmp_path, {"rate=50r/s": "rate=10000r/s"}) as proxy:
        context = ssl.create_default_context(cafile=str(proxy.certificate))
        read, write = _request("GET", "/api/tasks?limit=1"), _request("POST", "/api/tasks", b'{"title": "x"}')

        def ask(request: bytes) -> str:
            plain = socket.create_connection(("127.0.0.1", proxy.port), 20)
            return _asked(context.wrap_socket(plain, server_hostname=HOST), request)

        with _asking([lambda: ask(read)] * 4 + [lambda: ask(write)] * 4) as seen:
            _reload(service)
        records = [json.loads(line) for line in (tmp_path / "access.log").read_text().splitlines()]
    assert set(seen) == {"200", "201"}, seen
    assert {record["status"] for record in records} == {200, 201}


def test_the_new_workers_run_the_new_code(tmp_path: Path) -> None:
    """A reload after an upgrade serves the upgrade: nothing of what the parent has imported is left in a worker."""
    for name in ("authbridge", "config", "todos"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    secret = {"BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"], "RELOAD_SECONDS": "1"}
    with TodoService(f"sqlite:///{tmp_path / 'db.sqlite3'}", secret, root=tmp_path) as service:
        errors = tmp_path / "todos" / "errors.py"
        old = errors.read_text(encoding="utf-8")
        errors.write_text(old.replace("There is no such task.", "Nobody has such a task."), encoding="utf-8")
        _reload(service)
        with service.client(bearer("alice")["Authorization"].removeprefix("Bearer ")) as client:
            assert client.get("/api/tasks/1").json()["detail"] == "Nobody has such a task."
