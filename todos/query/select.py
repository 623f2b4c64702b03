"""Reading: one statement per answer, whose JSON the database writes.

A page comes as one text, one task a line, so that it is cut, counted and turned around without being
parsed. The statement also returns the owner's revision and counts: what a response says of the list
(`ETag`, `X-Total-Count`) and the tasks in it are of one moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections

from todos.query import cursors, list_query, ordering
from todos.query.list_query import ListQuery
from todos.serializers.representation import columns

SEPARATOR = ",\n"  # JSON never contains a raw line feed, so this one ends a task


@dataclass(frozen=True, slots=True)
class Page:
    """A page of tasks: their JSON lines, the list's total, revision and epoch, and whether there is more."""

    lines: list[str]
    total: int
    revision: int
    epoch: str
    has_next: bool
    has_prev: bool

    @property
    def body(self) -> bytes:
        return f"[{SEPARATOR.join(self.lines)}]".encode()


def read_revision(user_id: str) -> tuple[int, str]:
    """The counter of the person's changes and its epoch: all that an unchanged poll costs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT revision, epoch FROM todos_owner WHERE user_id = %s", [user_id])
        row: tuple[int, str] | None = cursor.fetchone()
    return row or (0, "")


def read_page(user_id: str, query: ListQuery, now: datetime, using: str = DEFAULT_DB_ALIAS) -> Page:
    """The page that `query` asks for, as of `now` (UTC): one statement, to the database `using`.

    Two where a cursor stands at a long title.
    """
    vendor = connections[using].vendor
    after, backward = cursors.load(query, lambda one: _title(user_id, one, using)) if query.cursor else ((), False)
    where, params = list_query.conditions(query, now, vendor)
    where, params = ["user_id = %s", *where], [user_id, *params]
    total_sql, total_params = _total(query, where, params)
    if query.cursor:
        sql, given = ordering.beyond(query.order, after, vendor, backward=backward)
        where, params = [*where, sql], [*params, *given]
    offset = [query.offset] if query.offset else []
    statement = (
        f"SELECT revision, epoch, {total_sql}, ({_rows(query, where, vendor, backward=backward)})"
        " FROM todos_owner WHERE user_id = %s"
    )
    with connections[using].cursor() as cursor:
        cursor.execute(statement, bound([*total_params, *params, *offset, user_id]))
        row = cursor.fetchone()
    return _cut(query, row or (0, "", 0, None), backward=backward)


def _title(user_id: str, task_id: int, using: str) -> str | None:
    """The folded title of a task, in the trash or not."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT title_folded FROM todos_task WHERE user_id = %s AND id = %s", [user_id, task_id])
        row = cursor.fetchone()
    return row[0] if row else None


def _total(query: ListQuery, where: list[str], params: list[Any]) -> tuple[str, list[Any]]:
    if query.counted:
        return query.counted, []
    return f"(SELECT count(*) FROM todos_task WHERE {' AND '.join(where)})", params


def _rows(query: ListQuery, where: list[str], vendor: str, *, backward: bool) -> str:
    """One text of JSON lines, in the order asked for.

    The rows are chosen first and written as JSON afterwards, so that a sort never carries JSON. The
    limit is a literal: with a parameter there PostgreSQL's generic plan would expect many rows and
    sort the whole list.
    """
    chosen = (
        f"SELECT * FROM todos_task WHERE {' AND '.join(where)}"
        f" ORDER BY {ordering.order_by(query.order, vendor, backward=backward)} LIMIT {query.limit + 1}"
        + (" OFFSET %s" if query.offset else "")
    )
    form = columns(vendor, trash=query.trash)
    if vendor == "postgresql":
        return f"SELECT string_agg(row_to_json(page)::text, E',\\n') FROM (SELECT {form} FROM ({chosen}) task) page"
    return f"SELECT group_concat({form}, ',' || char(10)) FROM ({chosen})"


def _cut(query: ListQuery, row: tuple[Any, ...], *, backward: bool) -> Page:
    revision, epoch, total, text = row
    lines = text.split(SEPARATOR) if text else []
    more = len(lines) > query.limit
    lines = lines[: query.limit]
    if backward:
        return Page(lines[::-1], total, revision, epoch, has_next=True, has_prev=more)
    return Page(lines, total, revision, epoch, has_next=more, has_prev=bool(query.cursor or query.offset))


class Found(NamedTuple):
    """A live task as its JSON, its version, whose it is, and the epoch of that list."""

    body: str
    version: int
    user_id: str
    epoch: str


def read_task(user_id: str, task_id: int) -> Found | None:
    """The person's live task of that id, or None."""
    more = "version, user_id, (SELECT epoch FROM todos_owner WHERE user_id = %s)"
    if connection.vendor == "postgresql":
        select = f"row_to_json(task)::text, {more} FROM (SELECT {columns('postgresql')} FROM todos_task WHERE"
        tail = ") task"
    else:
        select, tail = f"{columns(connection.vendor)}, {more} FROM todos_task WHERE", ""
    statement = f"SELECT {select} user_id = %s AND id = %s AND deleted_at IS NULL{tail}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [user_id, user_id, task_id])
        row = cursor.fetchone()
    return Found(*row) if row else None


def bound(params: list[Any]) -> list[Any]:
    """Parameters as the database keeps their kind: SQLite stores times as text, without a zone."""
    return [_adapted(value) for value in params]


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return connection.ops.adapt_timefield_value(value) if isinstance(value, time) else value
