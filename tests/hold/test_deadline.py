"""A request ends at its deadline, in the middle of a statement and between two; the connection is as before."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from config import deadlines
from config.errors import exception_handler
from todos import deadline

FOREVER = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(600)",
}
SECONDS = 1


@pytest.fixture
def _watched(transactional_db: None) -> Iterator[None]:
    """The connection as a served one is: config.wsgi has it watched."""
    connection.ensure_connection()
    deadlines.watch(None, connection)
    yield
    deadlines.end()
    connection.close()
    connection.execute_wrappers.clear()


class _Context(dict[str, object]):
    """What Django REST framework hands to the exception handler."""

    def __init__(self) -> None:
        asked = type("Asked", (), {"_request": RequestFactory().get("/api/tasks")})()
        super().__init__(request=asked, view=None)


@pytest.mark.usefixtures("_watched")
def test_a_statement_ends_with_the_deadline() -> None:
    """Although nothing asks meanwhile; and the answer says what happened."""
    started = time.monotonic()
    deadline.begin(SECONDS)
    with pytest.raises(OperationalError) as caught, connection.cursor() as cursor:
        cursor.execute(FOREVER[connection.vendor])
    assert time.monotonic() - started < 15 * SECONDS

    answer = exception_handler(caught.value, _Context())

    assert answer is not None
    assert (answer.status_code, b'"deadline_exceeded"' in answer.content) == (503, True)  # type: ignore[attr-defined]  # it is an HttpResponse
    assert answer.headers["Retry-After"]


@pytest.mark.usefixtures("_watched")
def test_no_statement_is_begun_after_it() -> None:
    """Whatever loops over statements ends at the next one; `check` does the same for what has none."""
    deadline.begin(-1)
    with pytest.raises(deadline.DeadlineExceeded), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with pytest.raises(deadline.DeadlineExceeded):
        deadline.check()


@pytest.mark.usefixtures("_watched")
def test_afterwards_the_connection_is_as_before() -> None:
    """The next request on it has its own time, and its statements the usual bound."""
    deadline.begin(SECONDS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    deadlines.end()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setting FROM pg_settings WHERE name = 'statement_timeout'")
            assert int(cursor.fetchone()[0]) == connection.settings_dict["STATEMENT_MS"]
    deadline.check()
