"""Twenty clients that mean harm beside four that do not: the four notice nothing."""

from __future__ import annotations

import json
import multiprocessing
import os
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import httpx
import pytest

from authbridge.testing import bearer
from tests.better_auth.service import TodoService
from tests.deploy.proxy import HOST, Proxy

pytestmark = pytest.mark.anywhere
SECONDS = 6.0
FORGED = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSIsImV4cCI6OTk5OTk5OTk5OX0."


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    """nginx and the service, as in production."""
    variables = {"BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"], "HTTPS": "1", "TRUSTED_PROXY_COUNT": "1"}
    with (
        TodoService(f"sqlite:///{tmp_path / 'service.sqlite3'}", variables) as service,
        Proxy(service.url, tmp_path) as running,
    ):
        yield running


def _connect(proxy: Proxy) -> ssl.SSLSocket:
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    return context.wrap_socket(socket.create_connection(("127.0.0.1", proxy.port), 5), server_hostname=HOST)


def oversized(proxy: Proxy, client: httpx.Client) -> None:
    """A body far beyond what is taken."""
    client.post("/api/tasks", content=b"[" * 2_000_000, headers={"Content-Type": "application/json"})


def slow(proxy: Proxy, client: httpx.Client) -> None:
    """A head that never ends."""
    with _connect(proxy) as one:
        one.sendall(f"GET /api/tasks HTTP/1.1\r\nHost: {HOST}\r\n".encode())
        for _ in range(10):
            time.sleep(0.2)
            one.sendall(b"X-Slow: 1\r\n")


def malformed(proxy: Proxy, client: httpx.Client) -> None:
    """What is not HTTP, and JSON that is nested without end."""
    with _connect(proxy) as one:
        one.sendall(b"\x00\xff\x16\x03 / nonsense\r\n\r\n")
        one.recv(1000)
    client.post("/api/tasks", content=b"[" * 100_000, headers={**bearer("mallory"), "Content-Type": "application/json"})


def forged(proxy: Proxy, client: httpx.Client) -> None:
    """Tokens nobody signed."""
    client.get("/api/alice/tasks", headers={"Authorization": f"Bearer {FORGED}"})


def _attack(proxy: Proxy, done: Event) -> None:
    """Twenty at once, in a process of their own: in life they bring their own processors, so here they yield."""
    os.nice(10)
    context = ssl.create_default_context(cafile=str(proxy.certificate))

    def attack(how: Callable[[Proxy, httpx.Client], None]) -> None:
        with httpx.Client(base_url=proxy.url, verify=context, trust_env=False, timeout=20) as client:
            while not done.is_set():
                try:
                    how(proxy, client)
                except (OSError, httpx.TransportError):
                    time.sleep(0.05)  # thrown out; comes again

    threads = [threading.Thread(target=attack, args=[how]) for how in (oversized, slow, malformed, forged) * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.slow
def test_four_good_clients_among_twenty_hostile_ones(proxy: Proxy) -> None:
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    processes = multiprocessing.get_context("fork")
    done = processes.Event()
    hostile = processes.Process(target=_attack, args=[proxy, done])
    answers: list[int] = []

    def behave(number: int) -> None:
        headers = bearer(f"good{number}")
        with httpx.Client(base_url=proxy.url, verify=context, trust_env=False, timeout=20, headers=headers) as client:
            while not done.is_set():
                answers.append(client.get("/api/tasks").status_code)
                time.sleep(0.02)

    hostile.start()
    good = [threading.Thread(target=behave, args=[number]) for number in range(4)]
    for thread in good:
        thread.start()
    time.sleep(SECONDS)
    done.set()
    for thread in good:
        thread.join()
    hostile.join(30)
    assert hostile.exitcode == 0
    assert set(answers) == {200}
    assert len(answers) > 40
    # nginx's own measure, from the first byte of a request to the last of its answer.
    lines = map(json.loads, (proxy.directory / "access.log").read_text().splitlines())
    records = list(lines)
    by_status = Counter(line["status"] for line in records)
    assert not [status for status in by_status if status >= 500 and status != 503]
    assert {400, 401, 413} <= set(by_status)  # the hostile ones were really there
    times = sorted(line["seconds"] for line in records if line["status"] == 200)
    print(f"{len(times)} good answers, p50 {times[len(times) // 2]:.3f} s, p99 {times[len(times) * 99 // 100]:.3f} s")
