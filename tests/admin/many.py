"""Very many tasks, people and events, written by the database itself from one row of each."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, models
from django.utils import timezone

from authbridge.auditlog.models import AuthEvent
from todos.models import Task, TaskList

# `p` is the pattern's row, `n.i` the number of the copy.
_TASK = {
    "title": "'Task ' || n.i",
    "title_folded": "'task ' || n.i",
    "search": "'task ' || n.i",
    "position": "n.i",
    "revision": "n.i",
    "completed": "n.i %% 3 = 0",
    "completed_at": "CASE WHEN n.i %% 3 = 0 THEN p.updated_at END",
    "deleted_at": "CASE WHEN n.i %% 10 = 1 THEN p.updated_at END",
    # The pattern carries two days: one for what is overdue, one for what is due today.
    "due_date": "CASE WHEN n.i %% 8 = 0 THEN p.due_date WHEN n.i %% 8 = 4 THEN p.series_date END",
    "series_date": "CAST(NULL AS date)",
}

_A_SECOND_APART = "p.at - n.i * interval '1 second'"


def load(tasks: int, people: int, prefix: str = "person") -> None:
    """Add that many tasks and events, spread over people named `{prefix}-1`, `{prefix}-2` and so on.

    A third of the tasks is completed, a tenth in the trash, an eighth overdue and an eighth due today.
    """
    now = timezone.now()
    past = now - timedelta(days=3)
    one = Task(
        user_id="pattern", title="x", title_folded="x", search="x", position=0, revision=0,
        created_at=past, updated_at=now, due_date=past.date(), series_date=now.date(),
    )  # fmt: skip
    owner = f"'{prefix}-' || (n.i %% {people} + 1)"
    _copy(TaskList(user_id="pattern"), people, {"user_id": owner})
    _copy(one, tasks, {"user_id": owner, **_TASK})
    event = AuthEvent(at=past, kind="logged_in", user_id="pattern")
    _copy(event, tasks, {"user_id": owner, **({"at": _A_SECOND_APART} if connection.vendor == "postgresql" else {})})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(pattern: models.Model, rows: int, given: dict[str, str]) -> None:
    """Insert `rows` copies of a row, with the columns in `given` as those expressions, and remove the pattern."""
    pattern.save(force_insert=True)
    meta = pattern._meta
    columns = [str(field.column) for field in meta.concrete_fields if not isinstance(field, models.AutoField)]
    values = ", ".join(given.get(column, f'p."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{meta.db_table}" ({names}) '
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %s) "
            f'SELECT {values} FROM n, "{meta.db_table}" p WHERE p."{meta.pk.column}" = %s',
            [rows, pattern.pk],
        )
        cursor.execute(f'DELETE FROM "{meta.db_table}" WHERE "{meta.pk.column}" = %s', [pattern.pk])
