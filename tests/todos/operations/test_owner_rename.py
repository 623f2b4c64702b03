"""The rows of people live through the renaming of their table, forwards and back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = [("todos", "0006_staff_actions_by_object")], [("todos", "0007_owner")]


def _migrate(to: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(to)


def _rows(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT user_id, revision, total, horizon FROM {table} ORDER BY user_id")
        return list(cursor.fetchall())


def _file(table: str) -> object:
    """Where PostgreSQL keeps the rows: another file after a rewrite."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filenode(%s::regclass)", [table])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_the_table_is_renamed_and_no_row_is_rewritten() -> None:
    """The same rows, in the same file."""
    try:
        _migrate(BEFORE)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO todos_tasklist (user_id, revision, total, horizon) VALUES ('alice', 7, 3, 2)")
        before = _rows("todos_tasklist"), _file("todos_tasklist")
        _migrate(AFTER)
        assert (_rows("todos_owner"), _file("todos_owner")) == before
        assert before[0] == [("alice", 7, 3, 2)]
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
