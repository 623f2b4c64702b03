"""`manage.py todos_distribute`."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.conftest import Api
from todos.operations import citus

postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="keys are altered on PostgreSQL")


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("todos_distribute", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_each_table_with_a_user_is_distributed_once() -> None:
    """A proxy model shares the table of another; Citus refuses to distribute a table twice."""
    with connection.cursor() as cursor:
        ours = [name for name in connection.introspection.table_names(cursor) if name.startswith("todos_")]
        per_user = [
            name
            for name in ours
            if citus.COLUMN in (field.name for field in connection.introspection.get_table_description(cursor, name))
        ]
    found = [model._meta.db_table for model in citus.tables()]
    assert sorted(found) == sorted(per_user)
    assert found[0] == "todos_owner"


@pytest.mark.django_db
def test_it_refuses_where_the_extension_is_missing() -> None:
    with pytest.raises(CommandError, match=r"no Citus extension.*nothing was changed"):
        _run()


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "postgresql", reason="what other databases are told")
def test_it_refuses_other_databases() -> None:
    with pytest.raises(CommandError, match="not PostgreSQL"):
        _run("--keys-only")


@postgres
def test_every_key_contains_the_user_and_the_api_goes_on(alice: Api) -> None:
    assert "its key is now (user_id, id)" in _run("--keys-only")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, array_agg(a.attname::text) FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)"
            " WHERE c.contype IN ('p', 'u') AND c.conrelid::regclass::text LIKE 'todos_%%' GROUP BY c.oid",
            [],
        )
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text LIKE 'todos_%%'", []
        )
        foreign = cursor.fetchone()[0]
    assert len(keys) >= 5
    assert [key for key in keys if "user_id" not in key[1]] == []
    assert foreign == 0
    created = alice.post("/api/alice/tasks", {"title": "after"}).json()
    assert alice.patch(f"/api/alice/tasks/{created['id']}/complete").json()["completed"] is True


@postgres
@pytest.mark.django_db
def test_it_is_repeatable() -> None:
    _run("--keys-only")
    assert "already" in _run("--keys-only")
    assert "is now" not in _run("--keys-only")
