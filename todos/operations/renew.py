"""A new life for every list: after a restore, and after a standby took over that may have missed commits.

Revisions and ids go on from an earlier state, and devices have seen a later one. With another epoch their tokens and
entity tags fit nothing (`todos/epoch.py`), and ids go on far beyond what may have been given in what was lost.
"""

from __future__ import annotations

import secrets

from django.db import connection, transaction

from todos.epoch import new_epoch

MARGIN = 1_000_000  # ids; from one to two of these are left out


def highest_id() -> int:
    """The highest id of a task that this database has ever given; 0 where there is no table yet."""
    if "todos_task" not in connection.introspection.table_names():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM todos_task")
        (highest,) = cursor.fetchone()
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT last_value FROM {_sequence()}")
        else:
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'todos_task'")
        return int(max(highest, *cursor.fetchone()))


def renew(beyond: int = 0) -> bool:
    """Give every list another epoch, and ids from far beyond `beyond` and all that the database knows of.

    Returns whether the lists have an epoch; False: the database is of an earlier release and is to be migrated first.
    """
    following = max(beyond, highest_id()) + MARGIN + secrets.randbelow(MARGIN)
    with transaction.atomic(), connection.cursor() as cursor:
        if "todos_task" in connection.introspection.table_names():
            if connection.vendor == "postgresql":
                cursor.execute(f"SELECT setval('{_sequence()}', %s)", [following])
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = 'todos_task'")
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('todos_task', %s)", [following])
        if not _has_epochs():
            return False
        cursor.execute("UPDATE todos_owner SET epoch = %s", [new_epoch()])
    return True


def _sequence() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence('todos_task', 'id')")
        (name,) = cursor.fetchone()
    return str(name)


def _has_epochs() -> bool:
    if "todos_owner" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        return "epoch" in {
            column.name for column in connection.introspection.get_table_description(cursor, "todos_owner")
        }
