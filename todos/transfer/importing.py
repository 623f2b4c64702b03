"""The way back in: what `exporting` wrote, or a CSV of one's own. All or nothing, errors by row.

What an import reproduces is everything but ids and versions: when a task was made and completed is taken
from the file, because a list that was moved should look as it did.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from todos import parsing
from todos.errors import ValidationProblem, fault, parse_each
from todos.serializers import task_content
from todos.serializers.members import CSV_COLUMNS, DATED_BY_IMPORT, MEMBERS, NEED_DUE_DATE, WRITTEN
from todos.tasks.change import Changes
from todos.tasks.create import create_all
from todos.tasks.transaction import Ledger
from todos.transfer.exporting import unsafe

MAX_ROWS = 1000
MAX_BODY = 5 * 1024 * 1024
_READ = {*WRITTEN, *DATED_BY_IMPORT}
MAX_VALUES = 250 * MAX_ROWS  # in a JSON file; a task of an export has at most 40
MAX_HEADER = 4096  # characters of a CSV file's first line


def rows_of_json(data: Any) -> list[Any]:
    """The tasks of an export, or of a bare array. Raises `ValidationProblem`."""
    if isinstance(data, dict):
        task_content.refuse_unknown(data, ["format", "version", "tasks"])
        if (data.get("format", "todo.tasks"), data.get("version", 1)) != ("todo.tasks", 1):
            raise _refused("#/format", "invalid", "It takes an export of this service, format todo.tasks, version 1.")
        data = data.get("tasks")
    if not isinstance(data, list):
        raise _refused("#/tasks", "wrong_type", "It takes an array of tasks.")
    return data


def rows_of_csv(body: bytes) -> list[Any]:
    """The rows of a CSV file, as the JSON would have them. Raises `ValidationProblem`."""
    try:
        text = body.decode("utf-8-sig")
        if len(text.partition("\n")[0]) > MAX_HEADER:
            raise _refused("#/0", "invalid_header", f"The first line is longer than {MAX_HEADER} characters.")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        _check_columns(reader.fieldnames or [])  # before the rows: each is filled up to the width of the header
        return [_typed(dict(row)) for row in islice(reader, MAX_ROWS + 1)]
    except UnicodeDecodeError:
        raise _refused("#", "invalid_encoding", "The file is not UTF-8 text.") from None
    except csv.Error as error:
        raise _refused("#", "malformed_csv", f"The file is not CSV (RFC 4180): {error}.") from None


def _check_columns(names: Sequence[str]) -> None:
    if "title" not in names or not set(names) <= set(CSV_COLUMNS) or len(set(names)) != len(names):
        detail = f"The first line names the columns, each once: title, and any of {', '.join(CSV_COLUMNS[1:])}."
        raise _refused("#/0", "invalid_header", detail)


def _typed(row: dict[Any, Any]) -> Any:
    """A CSV row as JSON members; an empty cell is an absent member."""
    if None in row or None in row.values():
        return None  # more or fewer cells than columns; refused as no object
    return {
        name: MEMBERS[name].codec.parse_cell(unsafe(cell)) for name, cell in row.items() if cell != "" and name in _READ
    }


def parse_tasks(rows: list[Any]) -> list[Changes]:
    """The validated tasks, in order. Raises `ValidationProblem` naming each member of each row."""
    if not 1 <= len(rows) <= MAX_ROWS:
        raise _refused("#/tasks", "invalid_length", f"It takes 1 to {MAX_ROWS} tasks at a time.")
    return parse_each(rows, lambda index, row: _task(row, f"#/tasks/{index}"))


def _task(row: Any, pointer: str) -> Changes:
    fields = task_content.content(row, pointer=pointer)
    errors = []
    for name in DATED_BY_IMPORT:
        value = row.get(name)
        if value is not None:
            try:
                fields[name] = _moment(value)
            except ValueError as error:
                errors.append(fault("pointer", f"{pointer}/{name}", "invalid", str(error)))
    missing = [name for name in NEED_DUE_DATE if fields.get(name) and not fields.get("due_date")]
    errors += [fault("pointer", f"{pointer}/{name}", "needs_due_date", "It needs a due date.") for name in missing]
    if errors:
        raise ValidationProblem(errors=errors)
    if not fields.get("completed"):
        fields.pop("completed_at", None)
    if isinstance(row.get("position"), int) and not isinstance(row["position"], bool):
        fields["_order"] = row["position"]
    return fields


def _moment(value: Any) -> datetime:
    if not isinstance(value, str):
        raise ValueError("It takes a time as 2026-01-31T09:30:00Z.")
    moment = parsing.moment(value)
    first, last = parsing.FIRST_YEAR, parsing.LAST_YEAR  # beyond them there is no date in some time zones
    if not first <= moment.year <= last:
        raise ValueError(f"It takes a time from {first} to {last}.")
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def import_tasks(ledger: Ledger, tasks: list[Changes]) -> list[int]:
    """Add the tasks; their ids are in the order of the file. Positions follow the order of those in the file."""
    in_order = sorted(range(len(tasks)), key=lambda index: (tasks[index].get("_order", 0), index))
    positions = {index: ledger.end_position() for index in in_order}
    contents = [
        {**{name: value for name, value in fields.items() if name != "_order"}, "position": positions[index]}
        for index, fields in enumerate(tasks)
    ]
    return [task.pk for task in create_all(ledger, contents)]


def _refused(pointer: str, code: str, detail: str) -> ValidationProblem:
    return ValidationProblem(errors=[fault("pointer", pointer, code, detail)])
