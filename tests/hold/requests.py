"""Requests as bytes, sent over one connection of their own each."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from authbridge.testing import bearer
from tests.deploy.proxy import HOST
from tests.hold.doors import Door

LOGIN = b'{"email":[' + b",".join([b'{"a":0}'] * 31_000) + b'],"password":"x"}'
IMPORT = b"[" + b",".join([b'{"a":0}'] * ((5 * 1024 * 1024 - 1000) // 8)) + b"]"


def request(method: str, path: str, body: bytes = b"", *, sub: str | None = None, length: int | None = None) -> bytes:
    """One request that closes its connection; `length` is the Content-Length where the body is not all of it."""
    head = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Connection: close"]
    if body or length:
        head += ["Content-Type: application/json", f"Content-Length: {length or len(body)}"]
    if sub:
        head += [f"{name}: {value}" for name, value in bearer(sub).items()]
    return "\r\n".join([*head, "", ""]).encode() + body


def ask(door: Door, sent: bytes, timeout: float = 30) -> str:
    """The status of the answer, or what happened instead."""
    try:
        with door.connect(timeout) as connection:
            with suppress(OSError):  # refused before it was all sent; what was answered is read below
                connection.sendall(sent)
            answer = b""
            while part := connection.recv(65536):
                answer += part
    except OSError as error:
        return repr(error)
    return answer[9:12].decode() or "no answer"


@dataclass
class Seen:
    """What another person met: statuses, and seconds of each request."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def percentile(self, part: float) -> float:
        """The time, in seconds, that this part of the requests stayed below."""
        return sorted(self.seconds)[min(int(len(self.seconds) * part), len(self.seconds) - 1)]

    def __str__(self) -> str:
        p50, p99 = self.percentile(0.5) * 1000, self.percentile(0.99) * 1000
        return f"{dict(self.statuses)}, p50 {p50:.0f} ms, p99 {p99:.0f} ms, longest {max(self.seconds) * 1000:.0f} ms"


def another_person(door: Door, rounds: int) -> Seen:
    """Somebody reads, writes and asks after the service's health, one after the other."""
    seen = Seen()
    task = json.dumps({"title": "Meanwhile"}).encode()
    for _ in range(rounds):
        for sent in (
            request("GET", "/api/tasks?limit=20", sub="bob"),
            request("POST", "/api/tasks", task, sub="bob"),
            request("GET", "/api/health/live"),
            request("GET", "/api/health/ready"),
        ):
            started = time.monotonic()
            seen.statuses[ask(door, sent)] += 1
            seen.seconds.append(time.monotonic() - started)
    return seen


def flood(door: Door, sent: bytes, times: int, at_once: int = 8) -> Counter[str]:
    """The same request so many times, from so many clients at once; the statuses."""
    statuses: Counter[str] = Counter()
    left = iter(range(times))
    lock = threading.Lock()

    def repeat() -> None:
        while True:
            with lock:
                if next(left, None) is None:
                    return
            status = ask(door, sent, 120)
            with lock:
                statuses[status] += 1

    threads = [threading.Thread(target=repeat) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


@contextmanager
def slow_bodies(door: Door, clients: int, path: str = "/api/auth/login") -> Iterator[None]:
    """So many connections that send a head, and then a byte of the body a second; one that is ended comes again."""
    head = request("POST", path, length=200_000)
    done = threading.Event()
    open_ones = [door.connect() for _ in range(clients)]
    for connection in open_ones:
        connection.sendall(head)

    def drip() -> None:
        while not done.wait(1.0):
            for place, connection in enumerate(open_ones):
                try:
                    connection.sendall(b"x")
                except OSError:
                    connection.close()
                    with suppress(OSError):
                        open_ones[place] = door.connect()
                        open_ones[place].sendall(head)

    thread = threading.Thread(target=drip)
    thread.start()
    time.sleep(2)
    try:
        yield
    finally:
        done.set()
        thread.join()
        for connection in open_ones:
            connection.close()


@contextmanager
def slow_readers(door: Door, clients: int, path: str, sub: str) -> Iterator[None]:
    """So many connections that ask for something large and read nothing of it."""
    open_ones = []
    for _ in range(clients):
        connection = door.connect()
        connection.sendall(request("GET", path, sub=sub))
        open_ones.append(connection)
    time.sleep(2)
    try:
        yield
    finally:
        for connection in open_ones:
            connection.close()
