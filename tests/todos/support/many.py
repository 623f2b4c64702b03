"""Very many tasks, people and events, written by the database itself from one row of each."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone

from authbridge.accounts.models import RefreshFamily, User
from authbridge.auditlog.models import AuthEvent
from todos.models import Owner, Seen, Task, TaskEvent

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


def load(tasks: int, people: int, prefix: str = "person") -> None:
    """Add that many tasks, as many events of history and of the trail, and people named `{prefix}-1`, `{prefix}-2` …

    A third of the tasks is completed, a tenth in the trash, an eighth overdue and an eighth due today; none has a
    priority: a filter that finds nothing reads the most. One event of the trail in a thousand is a failed log-in.
    """
    now = timezone.now()
    past = now - timedelta(days=3)
    one = Task(
        user_id="pattern", title="x", title_folded="x", search="x", position=0, revision=0,
        created_at=past, updated_at=now, due_date=past.date(), series_date=now.date(),
    )  # fmt: skip
    who, owner = f"'{prefix}-' || n.i", f"'{prefix}-' || (n.i %% {people})"
    address = "'198.51.100.' || (n.i %% 200)"
    _copy(Owner(user_id="pattern"), people, {"user_id": who})
    _copy(
        Seen(user_id="pattern", at=now),
        people,
        {"user_id": who, "email": f"{who} || '@example.com'", "name_folded": who},
    )
    staff = User(id="pattern", email="pattern@example.com", created_at=now)
    _copy(staff, people, {"id": who, "email": f"{who} || '@example.com'", "is_staff": "n.i < 10"})
    session = RefreshFamily(id="pattern", user_id=f"{prefix}-0", created_at=past, expires_at=now)
    _copy(session, people, {"id": f"'{prefix}-session-' || n.i", "user_id": owner, **_apart("expires_at")})
    _copy(one, tasks, {"user_id": owner, **_TASK})
    event = TaskEvent(at=now, user_id="pattern", task_id=0, kind="created", actor_kind="user", actor_id="pattern")
    _copy(event, tasks, {"user_id": owner, "actor_id": owner, "task_id": "n.i", **_apart("at")})
    kind = "CASE WHEN n.i %% 1000 = 0 THEN 'login_failed' ELSE 'logged_in' END"
    auth = AuthEvent(at=now, kind="logged_in", user_id="pattern")
    _copy(auth, tasks, {"user_id": owner, "kind": kind, "address": address, **_apart("at")})
    act = LogEntry(
        action_time=now, user_id=f"{prefix}-0", content_type=ContentType.objects.get_for_model(Task), action_flag=2
    )
    _copy(act, people * 5, {"user_id": f"'{prefix}-' || (n.i %% 10)", "object_id": "'' || n.i"})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _apart(column: str) -> dict[str, str]:
    """Ten seconds apart, the last one now; on SQLite, where no plan is looked at, all at once."""
    postgres = connection.vendor == "postgresql"
    return {column: f"p.{column} - n.i * interval '10 seconds'"} if postgres else {}


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
