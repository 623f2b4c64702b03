"""Every statement of the API names one user: what lets the schema spread over many servers by `user_id`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from tests.conftest import Api

_TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE|JOIN)\s+\"?(todos_\w+)", re.IGNORECASE)


@contextmanager
def captured() -> Iterator[list[tuple[str, Any]]]:
    """The statements sent inside the block, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def _names_one_user(sql: str, params: Any) -> bool:
    values = [value for row in params for value in row] if params and isinstance(params[0], (tuple, list)) else params
    return "user_id" in sql and "alice" in list(values or [])


def _walk(alice: Api) -> None:
    """Every route of the product, with what makes it reach the database."""
    tasks = "/api/alice/tasks"
    first = alice.post(tasks, {"title": "one", "tags": ["a"], "due_date": "2026-01-01"}).json()["id"]
    second = alice.post(tasks, {"title": "two"}, headers={"Idempotency-Key": "k1"}).json()["id"]
    alice.post(tasks, {"title": "two"}, headers={"Idempotency-Key": "k1"})
    for query in (
        "",
        "?limit=1",
        "?q=one",
        "?tag=a",
        "?due=overdue",
        "?sort=title",
        "?completed=true",
        "?deleted=true",
    ):
        assert alice.get(tasks + query).status_code == 200
    alice.get(f"{tasks}/{first}")
    alice.put(f"{tasks}/{first}", {"title": "uno"})
    alice.patch(f"{tasks}/{first}", {"description": "x"})
    alice.patch(f"{tasks}/{first}/complete")
    alice.post(f"{tasks}/{first}/move", {"after": second})
    alice.post(f"{tasks}/{first}/move", {"to": "top"})
    alice.delete(f"{tasks}/{first}")
    alice.post(f"{tasks}/{first}/restore")
    operations = [{"op": "create", "task": {"title": "x"}}, {"op": "complete_all"}, {"op": "delete_completed"}]
    assert alice.post(f"{tasks}/bulk", {"operations": operations}).status_code == 200
    for path in ("tags", "stats", "tasks/changes", "tasks/export?format=json", f"tasks/{second}/history"):
        response = alice.get(f"/api/alice/{path}")
        list(response) if response.streaming else response.content


def test_every_statement_names_the_user(alice: Api) -> None:
    with captured() as statements:
        _walk(alice)

    ours = [(sql, params) for sql, params in statements if _TABLE.search(sql)]
    assert len(ours) > 40
    assert [sql for sql, params in ours if not _names_one_user(sql, params)] == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the planner of PostgreSQL is asked")
def test_the_planner_reads_by_user(alice: Api) -> None:
    """No statement walks a table: each plan has a condition on `user_id`."""
    with captured() as statements:
        _walk(alice)

    selects = [
        (sql, params) for sql, params in statements if sql.lstrip().upper().startswith("SELECT") and _TABLE.search(sql)
    ]
    with connection.cursor() as cursor:
        for sql, params in selects:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "user_id" in plan, plan
