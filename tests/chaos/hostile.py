"""Clients that mean harm beside some that do not, so light that the processors are left to nginx and the service.

Every client has a loopback address of its own, as in life. What is sent is prepared beforehand, connections are
kept as long as nginx keeps them, and both crowds are processes of their own: what the good ones wait for is the
service, not somebody else's Python.
"""

from __future__ import annotations

import multiprocessing
import os
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import Any

from authbridge.testing import bearer
from tests.better_auth.service import TodoService
from tests.chaos.clients import Client, request
from tests.deploy.proxy import HOST, Proxy

FORGED = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSIsImV4cCI6OTk5OTk5OTk5OX0."
HELD = 60  # connections of one client that sends bodies byte by byte
GOOD_CLIENTS, PAUSE = 4, 0.02
_processes = multiprocessing.get_context("fork")


Attack = Callable[[Client], object]


def oversized(client: Client) -> object:
    """A body far beyond what is taken."""
    return client.ask(_OVERSIZED)


def nested(client: Client) -> object:
    """JSON that is nested without end, with a token that is good."""
    return client.ask(_nested())


def forged(client: Client) -> object:
    """A token nobody signed."""
    return client.ask(_FORGED)


def slow_head(client: Client) -> object:
    """A head that never ends, and what is no HTTP at all."""
    with client.connect() as one:
        one.sendall(f"GET /api/tasks HTTP/1.1\r\nHost: {HOST}\r\n".encode())
        for _ in range(10):
            time.sleep(0.1)
            one.sendall(b"X-Slow: 1\r\n")
    with client.connect() as one:
        one.sendall(b"\x00\xff\x16\x03 / nonsense\r\n\r\n")
        return int(one.recv(65536)[9:12] or 0)


def slow_bodies(client: Client) -> object:
    """Many bodies at once, of which a byte comes now and then."""
    held = [client.connect() for _ in range(HELD)]
    for one in held:
        one.sendall(request("POST", "/api/tasks")[:-2] + b"Content-Length: 1000\r\n\r\n{")
    for _ in range(10):
        time.sleep(0.5)
        for one in held:
            one.sendall(b" ")
    for one in held:
        one.close()
    return "held"


ATTACKS: tuple[Attack, ...] = (oversized, nested, forged, slow_head, slow_bodies)
_OVERSIZED = request("POST", "/api/tasks", b"[" * 2_000_000)
_FORGED = request("GET", "/api/alice/tasks", Authorization=f"Bearer {FORGED}")


@cache
def _nested() -> bytes:
    return request("POST", "/api/tasks", b"[" * 100_000, **bearer("mallory"))


@dataclass(frozen=True)
class Seen:
    """What happened in one run."""

    good: Counter[object]
    """What the good clients were answered."""
    times: list[float]
    """How long each waited, in seconds, in order."""
    hostile: Counter[tuple[str, object]]
    """What the others were answered."""
    processor: dict[str, float]
    """How much of one processor each part used."""

    def waited(self, share: float) -> float:
        """The time within which this share of the good requests was answered."""
        return self.times[min(len(self.times) - 1, int(len(self.times) * share))]


def run(service: TodoService, proxy: Proxy, seconds: float, attackers: tuple[Attack, ...]) -> Seen:
    """Let everybody loose for so long."""
    done, begin, told = _processes.Event(), _processes.Barrier(3), _processes.SimpleQueue()
    crowds = {
        "hostile": _processes.Process(target=_attack, args=[proxy, attackers, begin, done, told]),
        "good": _processes.Process(target=_behave, args=[proxy, begin, done, told]),
    }
    for crowd in crowds.values():
        crowd.start()
    pids = {"service": _children(service.pid), "nginx": _children(proxy.pid)}
    pids |= {name: [crowd.pid or 0] for name, crowd in crowds.items()}
    begin.wait(60)
    before, started = {name: _used(those) for name, those in pids.items()}, time.monotonic()
    time.sleep(seconds)
    passed = time.monotonic() - started
    processor = {name: (_used(those) - before[name]) / passed for name, those in pids.items()}
    done.set()
    answers = dict(told.get() for _ in crowds)
    for crowd in crowds.values():
        crowd.join(60)
    good, times = answers["good"]
    return Seen(good, sorted(times), answers["hostile"], processor)


def _attack(proxy: Proxy, attackers: tuple[Attack, ...], begin: Barrier, done: Event, told: Any) -> None:
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    seen: Counter[tuple[str, object]] = Counter()

    def attack(number: int, how: Attack) -> None:
        client = Client(proxy, context, f"127.0.1.{number + 1}")
        while not done.is_set():
            try:
                seen[how.__name__, how(client)] += 1
            except OSError as error:
                seen[how.__name__, type(error).__name__] += 1  # thrown out; comes again

    _all_at_once(attack, attackers, begin)
    told.put(("hostile", seen))


def _behave(proxy: Proxy, begin: Barrier, done: Event, told: Any) -> None:
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    answers: Counter[object] = Counter()
    times: list[float] = []

    def behave(number: int, content: bytes) -> None:
        client = Client(proxy, context, f"127.0.2.{number + 1}")
        while not done.is_set():
            started = time.monotonic()
            try:
                answers[client.ask(content)] += 1
            except OSError as error:
                answers[type(error).__name__] += 1
            times.append(time.monotonic() - started)
            time.sleep(PAUSE)

    contents = [request("GET", "/api/tasks", b"", **bearer(f"good{number}")) for number in range(GOOD_CLIENTS)]
    _all_at_once(behave, contents, begin)
    told.put(("good", (answers, times)))


def _all_at_once(call: Callable[[int, Any], None], each: Sequence[object], begin: Barrier) -> None:
    threads = [threading.Thread(target=call, args=arguments) for arguments in enumerate(each)]
    begin.wait(60)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _used(pids: list[int]) -> float:
    """Seconds of a processor that these processes have used."""
    fields = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids)
    return sum(int(values[11]) + int(values[12]) for values in fields) / os.sysconf("SC_CLK_TCK")
