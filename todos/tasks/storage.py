"""How many bytes a person's rows take: counted with every change, so that what one person may store is bounded.

Texts count as they are stored, those that follow from others too, and a row by a flat rate. `todos_verify` counts the
same again in SQL. Tombstones are not counted: they are what is left of rows that were.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from todos.models.tags_field import dump_tags

TASK_ROW, EVENT_ROW, KEY_ROW = 300, 200, 400
TASK_TEXTS = ("title", "description", "tags", "title_folded", "tags_folded", "search")


def of_task(columns: Mapping[str, Any]) -> int:
    """The bytes of a task with these columns; what is absent is empty."""
    return TASK_ROW + sum(_length(columns.get(name, [] if name == "tags" else "")) for name in TASK_TEXTS)


def growth(before: Any, columns: Mapping[str, Any]) -> int:
    """How many bytes more the task `before` takes with these columns changed."""
    return sum(_length(columns[name]) - _length(getattr(before, name)) for name in TASK_TEXTS if name in columns)


def of_event(changes: str) -> int:
    """The bytes of an event with this JSON."""
    return EVENT_ROW + _length(changes)


def of_key(body: str) -> int:
    """The bytes of a kept answer."""
    return KEY_ROW + _length(body)


def _length(value: Any) -> int:
    text = dump_tags(value) if isinstance(value, list) else value
    return len(text) if text.isascii() else len(text.encode())


def in_sql(vendor: str, row: int, *texts: str) -> str:
    """The same of a row, as an expression on its columns."""
    form = "octet_length({})" if vendor == "postgresql" else "length(CAST({} AS BLOB))"
    return " + ".join([str(row), *(form.format(name) for name in texts)])
