"""How long one request may work: begun by the project, asked by every statement and by whatever works in a loop.

One thread works on one request at a time, so the deadline belongs to the thread. It is kept also when the client
has gone: nobody is told, but locks and the thread are given back.
"""

from __future__ import annotations

import threading
import time

from todos.errors import Problem


class DeadlineExceeded(Problem):
    """503 `deadline_exceeded`: the request worked for as long as one may, and was rolled back."""

    status_code = 503
    default_code = "deadline_exceeded"
    default_detail = "The request took longer than one may. Nothing was changed; ask for less at a time."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "5"})


class _Deadline(threading.local):
    """The moment on the monotonic clock; None where nothing has begun one."""

    at: float | None = None


_deadline = _Deadline()


def begin(seconds: float) -> None:
    """From now on this thread has so many seconds."""
    _deadline.at = time.monotonic() + seconds


def end() -> None:
    """This thread has as long as it likes."""
    _deadline.at = None


def remaining() -> float | None:
    """The seconds that are left, negative when there are none; None without a deadline."""
    return None if _deadline.at is None else _deadline.at - time.monotonic()


def passed() -> bool:
    """Whether there was a deadline and it is over."""
    return _deadline.at is not None and time.monotonic() > _deadline.at


def check() -> None:
    """Raises `DeadlineExceeded` when the time is over. Cheap enough for every turn of a loop."""
    if passed():
        raise DeadlineExceeded
