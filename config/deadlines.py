"""The deadline of a request, kept by the database as well: every statement gets what is left of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import connections

from todos import deadline

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_STEPS = 100_000  # of SQLite's machine between two looks at the clock: about a millisecond
_SHORTENED = "_statement_ms"  # on a connection whose statement_timeout is not the one it was opened with


def watch(sender: object, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Receiver of `connection_created`: statements of this connection heed the deadline of their thread."""
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(deadline.passed, _STEPS)
    if _check not in connection.execute_wrappers:
        connection.execute_wrappers.append(_check)
    connection.__dict__.pop(_SHORTENED, None)


def _check(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    left = deadline.remaining()
    if left is not None:
        if left <= 0:
            raise deadline.DeadlineExceeded
        connection = context["connection"]
        if connection.vendor == "postgresql" and not connection.needs_rollback:
            _shorten(connection, left)
    return execute(sql, params, many, context)


def _shorten(connection: Any, left: float) -> None:
    """Have PostgreSQL end a statement with the deadline, where its own bound comes later.

    Set at most once a second, and for the session: `end` undoes it after the request.
    """
    usual = connection.settings_dict.get("STATEMENT_MS", 0)
    wanted = max(int(left * 1000), 1)
    current = getattr(connection, _SHORTENED, usual)
    if usual and wanted < current - 1000:
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {wanted}")
        setattr(connection, _SHORTENED, wanted)


def end() -> None:
    """The thread's request is answered: no deadline any more, and every connection has its own bound again."""
    deadline.end()
    for connection in connections.all(initialized_only=True):
        _restore(connection)


def _restore(connection: Any) -> None:
    if hasattr(connection, _SHORTENED):
        usual = connection.settings_dict["STATEMENT_MS"]
        delattr(connection, _SHORTENED)
        try:
            with connection.connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = {usual}")
        except Exception:  # noqa: BLE001 - whatever is wrong with it: the next request opens another
            connection.close()
