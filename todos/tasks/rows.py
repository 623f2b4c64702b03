"""The statements that every write of a task is made of: find, insert, update, and update of many at once.

They are the same text every time, so they are written out once. The ORM would put each together anew
(filters, joins, expressions), which costs more than the database takes to answer. What a column holds
and how its value is stored is still the model's to say: `Task._meta` is asked for both.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from django.db import connection

from todos.models import Task

_FIELDS = Task._meta.concrete_fields
_COLUMNS = {field.attname: field for field in _FIELDS}
_TABLE = Task._meta.db_table
_NAMES = ", ".join(str(field.column) for field in _FIELDS)
_WITHOUT_ID = [field for field in _FIELDS if not field.primary_key]

BATCH = 500  # rows in one INSERT
_EPOCH = "(SELECT epoch FROM todos_owner WHERE user_id = %s)"
_FIND = f"SELECT {_NAMES}, {_EPOCH} FROM {_TABLE} WHERE user_id = %s AND id = %s"
_INSERT = (
    f"INSERT INTO {_TABLE} ({', '.join(str(field.column) for field in _WITHOUT_ID)})"
    f" VALUES ({', '.join(['%s'] * len(_WITHOUT_ID))}) RETURNING id"
)


def find(user_id: str, task_id: int) -> Task | None:
    """The person's task of that id, in the trash or not."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [user_id, user_id, task_id])
        row = cursor.fetchone()
    if row is None:
        return None
    *values, epoch = row
    for index, convert in _converters(connection.vendor):
        values[index] = convert(values[index])
    task = Task.from_db(connection.alias, [field.attname for field in _FIELDS], values)
    task.epoch = epoch or ""
    return task


@lru_cache(maxsize=2)
def _converters(vendor: str) -> list[tuple[int, Any]]:
    """How the database's values become the model's, by column; only for columns where they differ."""
    return [
        (index, partial(_convert, convert, column))
        for index, column in enumerate(field.get_col(_TABLE) for field in _FIELDS)
        for convert in [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
    ]


def _convert(convert: Any, column: Any, value: Any) -> Any:
    return convert(value, column, connection)


def insert(task: Task) -> None:
    """Add the row; `task` gets its id."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [_stored(field, getattr(task, field.attname)) for field in _WITHOUT_ID])
        (task.id,) = cursor.fetchone()
    task._state.adding = False


def insert_all(tasks: list[Task]) -> None:
    """Add the rows, up to 500 in a statement; each task gets its id."""
    places = f"({', '.join(['%s'] * len(_WITHOUT_ID))})"
    head = _INSERT[: _INSERT.index(" VALUES ")]
    for start in range(0, len(tasks), BATCH):
        batch = tasks[start : start + BATCH]
        params = [_stored(field, getattr(task, field.attname)) for task in batch for field in _WITHOUT_ID]
        with connection.cursor() as cursor:
            cursor.execute(f"{head} VALUES {', '.join([places] * len(batch))} RETURNING revision, id", params)
            ids = dict(cursor.fetchall())  # no database promises the order of RETURNING
        for task in batch:
            task.id, task._state.adding = ids[task.revision], False


def link_successors(user_id: str, links: list[tuple[int, int, int]]) -> None:
    """Write `(task, successor, series)` to the tasks, in one statement: part of a change that has its version."""
    values = ", ".join(["(%s, %s, %s)"] * len(links))
    with connection.cursor() as cursor:
        # Both databases call the columns of VALUES column1 and on.
        cursor.execute(
            f"UPDATE {_TABLE} SET next_task_id = link.column2, series_id = link.column3"
            f" FROM (VALUES {values}) AS link WHERE user_id = %s AND id = link.column1",
            [*(value for link in links for value in link), user_id],
        )


def update(task: Task, columns: dict[str, Any]) -> bool:
    """Write `columns` if the row is still at the version of `task`; False if it is not."""
    assignments = ", ".join(f"{_COLUMNS[name].column} = %s" for name in columns)
    params = [_stored(_COLUMNS[name], value) for name, value in columns.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_TABLE} SET {assignments} WHERE user_id = %s AND id = %s AND version = %s",
            [*params, task.user_id, task.id, task.version],
        )
        return bool(cursor.rowcount)


def sweep(user_id: str, where: str, columns: dict[str, Any], revision: int) -> int:
    """Write `columns` to all of the person's rows `where`; their revisions count up from `revision`, by id.

    One statement, however many they are: in batches each would read the whole list again. Returns how many.
    """
    assignments = ", ".join(f"{_COLUMNS[name].column} = %s" for name in columns)
    chosen = (
        f"SELECT id AS chosen_id, row_number() OVER (ORDER BY id) AS place FROM {_TABLE} WHERE user_id = %s AND {where}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_TABLE} SET {assignments}, version = version + 1, revision = %s - 1 + chosen.place"
            f" FROM ({chosen}) AS chosen WHERE user_id = %s AND id = chosen_id",
            [*(_stored(_COLUMNS[name], value) for name, value in columns.items()), revision, user_id, user_id],
        )
        return int(cursor.rowcount)


def _stored(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)
