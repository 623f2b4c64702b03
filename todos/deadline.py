"""How long a request may still work, whoever waits for its answer.

A WSGI server cannot tell that a client has gone, and `statement_timeout` is of one statement: a request of a hundred
statements, or of a long loop, would go on for as long as it likes. So every statement asks here before it begins, and
is ended by the database itself when the time is over: by `statement_timeout` on PostgreSQL, set to what is left once
that is less than the session's own, and by the progress handler on SQLite. Loops that may be long call `check`.

What is undone by the end of the transaction was never done: an exceeded deadline changes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from django.db import connection

from todos import conf
from todos.errors import Problem

SLACK = 1.0  # seconds by which PostgreSQL may be behind: it is told anew after each of them, not at every statement
SQLITE_STEPS = 1_000_000  # of its virtual machine between two looks at the clock, some 10 ms


class DeadlineExceeded(Problem):
    """503 `deadline_exceeded`: the request took longer than one may; nothing was changed."""

    status_code = 503
    default_code = "deadline_exceeded"
    default_detail = "The request took longer than one may. Nothing was changed; ask for less at a time."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "5"})


class _State(threading.local):
    """Of the request that this thread works on."""

    ends: float | None = None
    told: float | None = None
    """What PostgreSQL was last told as its statement_timeout, in seconds; None: the session's own."""


_state = _State()


def remaining() -> float:
    """The seconds that are left; infinite outside a request."""
    return float("inf") if _state.ends is None else _state.ends - monotonic()


def check() -> None:
    """Raise `DeadlineExceeded` if no time is left."""
    if remaining() <= 0:
        raise DeadlineExceeded


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Bound what happens inside to `seconds`, or to an outer limit that ends sooner."""
    outer, ends = _state.ends, monotonic() + seconds
    _state.ends = ends if outer is None else min(ends, outer)
    try:
        with connection.execute_wrapper(_execute):
            yield
    finally:
        _state.ends = outer
        _untell()


def _execute(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    check()
    if context["connection"].vendor == "postgresql":
        _tell(context["connection"])
    return execute(sql, params, many, context)


def _tell(database: Any) -> None:
    left, told = remaining(), _state.told or conf.statement_seconds()
    if told - left > SLACK:
        scope = "LOCAL" if database.in_atomic_block else "SESSION"
        database.connection.execute(f"SET {scope} statement_timeout = {max(int(left * 1000), 1)}")
        _state.told = left


def _untell() -> None:
    if _state.told is not None:
        _state.told = None
        with suppress(Exception):  # a broken connection, or a failed transaction, forgets it by itself
            connection.connection.execute("RESET statement_timeout")


def watch(database: Any) -> None:
    """Let a new connection to SQLite look at the clock while a statement runs."""
    if database.vendor == "sqlite":
        database.connection.set_progress_handler(lambda: remaining() <= 0, SQLITE_STEPS)
