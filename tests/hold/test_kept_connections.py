"""A refusal leaves its connection as it says: kept and fit for the next request, or announced as closed."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from authbridge.testing import bearer
from tests.better_auth.service import TodoService
from tests.hold import doors

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]
ALICE = bearer("alice")["Authorization"]
KIB = 1024
REFUSED = {
    "401 with 60 KB": (401, "POST", "/api/tasks", 60 * KIB, "application/json", ""),
    "401 with 2 MB": (401, "POST", "/api/tasks", 2048 * KIB, "application/json", ""),
    "403": (403, "POST", "/api/bob/tasks", 60 * KIB, "application/json", ALICE),
    "404": (404, "POST", "/api/nothing/at/all", 60 * KIB, "application/json", ALICE),
    "405": (405, "PUT", "/api/tasks", 60 * KIB, "application/json", ALICE),
    "413": (413, "POST", "/api/tasks", 2048 * KIB, "application/json", ALICE),
    "415": (415, "POST", "/api/tasks", 60 * KIB, "text/plain", ALICE),
    "small": (401, "POST", "/api/tasks", 10, "application/json", ""),
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TodoService]:
    """One for all of them: a start takes longer than each."""
    database = tmp_path_factory.mktemp("kept") / "db.sqlite3"
    with TodoService(f"sqlite:///{database}", {"BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"]}) as running:
        yield running


def _head(method: str, path: str, length: int = 0, media: str = "", authorization: str = "", **more: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {length}"]
    lines += [f"Content-Type: {media}"] if media else []
    lines += [f"Authorization: {authorization}"] if authorization else []
    lines += [f"{name}: {value}" for name, value in more.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def _answer(connection: socket.socket) -> tuple[int, bytes]:
    """The status and the head of one answer; its body is read and dropped. (0, b"") where there is none."""
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(65536)
        if not part:
            return 0, received
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    while len(body) < length:
        body += connection.recv(65536)
    return int(head[9:12]), head.lower()


@pytest.mark.parametrize("case", REFUSED)
def test_after_a_refusal_the_next_request_is_answered(service: TodoService, tmp_path: Path, case: str) -> None:
    """100 times a body nobody takes, each time a read behind it on the same connection."""
    status, method, path, length, media, authorization = REFUSED[case]
    live = _head("GET", "/api/health/live")
    with doors.door("bare", service.url, tmp_path) as door, door.connect() as connection:
        for _ in range(100):
            connection.sendall(_head(method, path, length, media, authorization) + b"x" * length)
            answered, head = _answer(connection)
            assert answered == status
            assert b"connection: close" not in head
            connection.sendall(live)
            assert _answer(connection)[0] == 200


def test_a_body_that_is_announced_and_not_wanted_ends_the_connection(service: TodoService, tmp_path: Path) -> None:
    """`Expect: 100-continue` of 2 MB: refused before it is sent, with `Connection: close`, and closed."""
    with doors.door("bare", service.url, tmp_path) as door, door.connect(20) as connection:
        connection.sendall(_head("POST", "/api/tasks", 2048 * KIB, "application/json", ALICE, Expect="100-continue"))
        status, head = _answer(connection)
        assert (status, b"connection: close" in head) == (413, True)
        assert connection.recv(1) == b""


@pytest.mark.parametrize("ask", ["unchanged", "options"])
def test_what_has_no_content_describes_none(service: TodoService, ask: str) -> None:
    """Neither 304 nor 204 has a media type or a length of its own (RFC 9110, 15.4.5 and 8.6)."""
    with service.client(ALICE.removeprefix("Bearer ")) as client:
        known = client.get("/api/tasks")
        if ask == "unchanged":
            answer = client.get("/api/tasks", headers={"If-None-Match": known.headers["ETag"]})
        else:
            answer = client.options("/api/tasks")
    assert answer.status_code == (304 if ask == "unchanged" else 204)
    assert not {"content-type", "content-length"} & set(answer.headers)
