"""A way out: every live task as JSON, CSV or iCalendar, streamed in constant memory.

The tasks come in chunks by position in the creation order, each chunk one statement, all in one
transaction with one snapshot (REPEATABLE READ on PostgreSQL, a deferred one on SQLite): an export is the
list of one moment, and nobody who writes waits for it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from todos.query import paging
from todos.serializers.members import CSV_COLUMNS
from todos.serializers.representation import columns

CHUNK = 500  # tasks of a statement; fewer where they are long
# How a cell begins that a spreadsheet runs as a formula when the file is opened; the last four are the full-width
# forms of the first, which some read the same.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_MARKED = (*FORMULA, "'")


@contextmanager
def _snapshot() -> Iterator[None]:
    """One moment for all chunks."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with _deferred():
            yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql" and _outermost():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _deferred() -> Iterator[None]:
    """`atomic` begins IMMEDIATE, which takes the one write lock of SQLite for as long as somebody downloads."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _outermost() -> bool:
    return len(connection.atomic_blocks) == 1


def _lines(user_id: str) -> Iterator[str]:
    """The JSON of each live task, oldest first."""
    vendor = connection.vendor
    line = f"SELECT {columns(vendor)} FROM todos_task WHERE user_id = %s AND id = placed.id"
    if vendor == "postgresql":
        line = f"SELECT row_to_json(one)::text FROM ({line}) one"
    measured = (
        f"SELECT id, {paging.size(vendor)} AS size FROM todos_task"
        f" WHERE user_id = %s AND deleted_at IS NULL AND id > %s ORDER BY id LIMIT {CHUNK}"
    )
    placed = f"SELECT id, sum(size) OVER (ORDER BY id) - size AS place FROM ({measured}) measured"
    # One task after the other by its id: in a join PostgreSQL would read the whole list for every chunk.
    statement = f"SELECT id, ({line}) FROM ({placed}) placed WHERE place < {paging.PAGE_BYTES} ORDER BY id"
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [user_id, user_id, last])
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield from (row[1] for row in rows)


def as_json(user_id: str) -> Iterator[bytes]:
    """`{"format": "todo.tasks", "version": 1, "tasks": [...]}`, which `importing` reads back."""
    with _snapshot():
        yield b'{"format":"todo.tasks","version":1,"tasks":['
        for index, line in enumerate(_lines(user_id)):
            yield f"{',' if index else ''}\n{line}".encode()
        yield b"\n]}\n"


def as_csv(user_id: str) -> Iterator[bytes]:
    """RFC 4180 with a header line. A cell that a spreadsheet would run begins with an apostrophe."""
    with _snapshot():
        yield _row(CSV_COLUMNS)
        for line in _lines(user_id):
            task = json.loads(line)
            yield _row([_cell(task[name]) for name in CSV_COLUMNS])


def _row(cells: Any) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue().encode()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return safe(json.dumps(value, ensure_ascii=False)) if value else ""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else safe(str(value))


def safe(text: str) -> str:
    """`text` as a cell that is only ever text; `unsafe` gives it back."""
    return f"'{text}" if text.startswith(_MARKED) and not _is_number(text) else text


def unsafe(cell: str) -> str:
    """The text of a cell that `safe` wrote; in any other an apostrophe is text."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_MARKED) else cell


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()


def as_ics(user_id: str) -> Iterator[bytes]:
    """RFC 5545: one VTODO for each task."""
    from todos.transfer.vtodo import vtodo  # icalendar is loaded when a calendar is first asked for

    with _snapshot():
        yield b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Todo service//Tasks//EN\r\n"
        for line in _lines(user_id):
            yield vtodo(json.loads(line)).to_ical()
        yield b"END:VCALENDAR\r\n"


FORMATS: dict[str, tuple[str, Callable[[str], Iterator[bytes]]]] = {
    "json": ("application/json", as_json),
    "csv": ("text/csv; charset=utf-8", as_csv),
    "ics": ("text/calendar; charset=utf-8", as_ics),
}
