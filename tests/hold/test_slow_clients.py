"""Who sends slowly, or does not read, stops nobody else: whatever stands in front of the service."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.better_auth.service import TodoService
from tests.hold import doors
from tests.hold.requests import another_person, ask, request, slow_bodies, slow_readers

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]
CLIENTS = 64
BOUND = 5.0  # seconds; without a deadline for bodies it is as long as the slow ones go on


@pytest.mark.parametrize("name", doors.NAMES)
def test_64_slow_bodies(start_service: Callable[..., TodoService], tmp_path: Path, name: str) -> None:
    """One worker with its four threads, as `make run` has it."""
    service = start_service()
    with doors.door(name, service.url, tmp_path) as door, slow_bodies(door, CLIENTS):
        seen = another_person(door, rounds=10)
    assert set(seen.statuses) == {"200", "201"}, seen
    assert max(seen.seconds) < BOUND, seen


def test_16_readers_that_do_not_read(start_service: Callable[..., TodoService], tmp_path: Path) -> None:
    """Of an export of 8 MB: longer than what the kernel buffers."""
    service = start_service()
    rows = json.dumps([{"title": "x", "description": "y" * 9_000}] * 450).encode()
    with doors.door("bare", service.url, tmp_path) as door:
        for _ in range(2):
            assert ask(door, request("POST", "/api/tasks/import", rows, sub="alice")) == "200"
        with slow_readers(door, 16, "/api/tasks/export?format=json", "alice"):
            seen = another_person(door, rounds=10)
    assert set(seen.statuses) == {"200", "201"}, seen
    assert max(seen.seconds) < BOUND, seen


def test_bodies_beyond_the_budget_end_the_slowest(start_service: Callable[..., TodoService], tmp_path: Path) -> None:
    """Ten that stop after 4 MB each fill 8 MB five times over: the oldest are ended, and an honest write goes through."""
    service = start_service(BODIES_MB="8")
    stopped = request("POST", "/api/tasks/import", b" " * 4_000_000, sub="alice", length=5_000_000)
    with doors.door("bare", service.url, tmp_path) as door:
        held = [door.connect(20) for _ in range(10)]
        for connection in held:
            connection.sendall(stopped)
        seen = another_person(door, rounds=3)
        first = held[0].recv(65536)
        for connection in held:
            connection.close()
    assert set(seen.statuses) == {"200", "201"}, seen
    assert first.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: " in first.lower()
    assert b'"overloaded"' in first


def test_a_body_that_does_not_arrive_is_408(start_service: Callable[..., TodoService], tmp_path: Path) -> None:
    """After BODY_SECONDS, in the form of every refusal, and the connection ends."""
    service = start_service(BODY_SECONDS="1")
    with doors.door("bare", service.url, tmp_path) as door, door.connect(20) as connection:
        connection.sendall(request("POST", "/api/tasks", b"{", sub="alice", length=100))
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in head.lower()
    assert json.loads(body)["code"] == "request_timeout"
