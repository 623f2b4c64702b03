"""Whose turn it is in this process: one person never keeps all of its threads from the others.

A person's writes wait for one another in the database, each with a thread. Up to half of the threads of a process
may work for one person. The next request of that person waits for one of them to end, which takes milliseconds; but
where the oldest of them has been at it for longer than `PATIENCE`, something long is going on and the request is
refused, so that the threads go to others.

What occupies Python for long, whoever asks for it, has one turn in a process: `at_length`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from time import monotonic

from todos import conf
from todos.errors import Problem

PATIENCE = 1.0  # seconds


class TooManyAtOnce(Problem):
    """429 `rate_limited`: the person's earlier requests are still being worked on."""

    status_code = 429
    default_code = "rate_limited"
    default_detail = "Your earlier requests are still being worked on. Wait for them."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class Busy(Problem):
    """503 `unavailable`: something else that takes long is being worked on."""

    status_code = 503
    default_code = "unavailable"
    default_detail = "The service is at work on another large request. Nothing was changed; try again shortly."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "2"})


class Turn:
    """A request that works or waits; `end` it. A second end does nothing."""

    def __init__(self, owner: str) -> None:
        self.owner, self.began, self.granted = owner, monotonic(), Event()

    def end(self) -> None:
        """Let the person's next request have the turn."""
        with _lock:
            if self not in _working.get(self.owner, ()):
                return
            _working[self.owner].remove(self)
            if waiting := _waiting.get(self.owner):
                _grant(waiting.popleft())
            _forget(self.owner)


_lock = Lock()
_working: dict[str, list[Turn]] = {}
_waiting: dict[str, deque[Turn]] = {}


def take(owner: str) -> Turn:
    """A turn for a request of that person, at once or after a moment. Raises `TooManyAtOnce`."""
    turn = Turn(owner)
    with _lock:
        working = _working.get(owner, [])
        if len(working) < conf.turns_per_person() and not _waiting.get(owner):
            _grant(turn)
            return turn
        patience = min(one.began for one in working) + PATIENCE - turn.began
        if patience <= 0:
            raise TooManyAtOnce
        _waiting.setdefault(owner, deque()).append(turn)
    if not turn.granted.wait(patience):
        with _lock:
            if not turn.granted.is_set():
                _waiting[owner].remove(turn)
                _forget(owner)
                raise TooManyAtOnce
    return turn


_long = Lock()


@contextmanager
def at_length() -> Iterator[None]:
    """The one turn of this process for what takes long. Raises `Busy` at once: who waits holds a thread and a lock."""
    if not _long.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _long.release()


def _grant(turn: Turn) -> None:
    turn.began = monotonic()
    _working.setdefault(turn.owner, []).append(turn)
    turn.granted.set()


def _forget(owner: str) -> None:
    """Keep nothing of who has no request here."""
    if not _working.get(owner, True):
        del _working[owner]
    if not _waiting.get(owner, True):
        del _waiting[owner]
