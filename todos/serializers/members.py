"""The members of a task, each declared once.

A column's type, default and whether it may be null are the model's to say; what the API makes of it stands here:
how it is read from a client (`field`) and written as JSON and CSV (`codec`), what OpenAPI says of it (`schema`),
and who else takes part of it. Serializer, representation, history, export, import, successors, the form of the
support desk, `todos_verify` and OpenAPI follow from this table.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from todos.clock import rfc3339
from todos.models import DESCRIPTION_MAX, TITLE_MAX, Priority, Task
from todos.recurrence.rules import RULE_MAX
from todos.serializers import strict_fields as strict

Schema = dict[str, Any]


class Codec(NamedTuple):
    """How a kind of value is written as JSON: by PostgreSQL, by SQLite (`{}` is the column), by Python.

    `parse_cell` makes of a CSV cell, which is never empty, what JSON would have in its place.
    """

    postgresql: str
    sqlite: str
    encode: Callable[[Any], Any]
    parse_cell: Callable[[str], Any] = str


def _parse_tags(cell: str) -> Any:
    """A JSON array, as an export writes it, or tags between commas."""
    if cell.startswith("["):
        try:
            return json.loads(cell)
        except (ValueError, RecursionError):
            return cell
    return [tag for tag in (part.strip() for part in cell.split(",")) if tag]


_PRIORITY_CASES = "CASE {} " + " ".join(f"WHEN {rank.value} THEN '{rank.label}'" for rank in Priority) + " END"

PLAIN = Codec("{}", "{}", lambda value: value)
BOOLEAN = Codec(
    "{}",
    "json(CASE WHEN {} THEN 'true' ELSE 'false' END)",
    bool,
    lambda cell: {"true": True, "false": False}.get(cell.lower(), cell),
)
MOMENT = Codec(
    """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')""",
    "strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', {})",
    lambda value: value and rfc3339(value),
)
DATE = Codec("{}", "{}", lambda value: value and value.isoformat())
MINUTE = Codec("to_char({}, 'HH24:MI')", "substr({}, 1, 5)", lambda value: value and value.strftime("%H:%M"))
PRIORITY = Codec(_PRIORITY_CASES, _PRIORITY_CASES, lambda value: Priority(value).label)
TAGS = Codec("{}::json", "json({})", lambda value: value, _parse_tags)

TEXT_SCHEMA: Schema = {"type": "string"}
FLAG_SCHEMA: Schema = {"type": "boolean"}
ID_SCHEMA: Schema = {"type": "integer", "minimum": 1, "format": "int64"}  # written without a fraction: 7.0 is refused
MOMENT_SCHEMA: Schema = {"type": "string", "format": "date-time"}
PRIORITY_SCHEMA: Schema = {"type": "string", "enum": list(Priority.labels)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a task; its column has the same name."""

    name: str
    codec: Codec = PLAIN
    schema: Schema
    """JSON Schema 2020-12 of a value that is not null."""
    field: type[strict.Strict] | None = None
    """What reads it from a client; None: the service writes it, and a client that sends it back is not refused."""
    replaced: bool = True
    """Whether a PUT that does not name it sets it to its default."""
    needs_due_date: bool = False
    """Refused without a due date, and cleared with it."""
    in_csv: bool = True
    dated_by_import: bool = False
    """A moment that the service writes, and that an import takes from the file."""
    copied: bool = False
    """Whether the successor of a recurring task has it too."""
    section: Literal["content", "due", "derived"] | None = None
    """Where the support desk shows it; None: nowhere."""
    edited_by_staff: bool = True
    """Whether the support desk may write what a client may; what only the service writes is never edited."""
    only_in_trash: bool = False

    @property
    def required(self) -> bool:
        """Whether a client must give it: its column has no default."""
        return self.field is not None and not _column(self.name).has_default()

    @property
    def nullable(self) -> bool:
        """Whether it may be null: its column may be, and it is not shown only where it has a value."""
        return bool(_column(self.name).null) and not self.only_in_trash

    @property
    def make_default(self) -> Callable[[], Any]:
        """What makes the value of a task that does not name it: the default of its column."""
        make: Callable[[], Any] = _column(self.name).get_default
        return make

    def json_schema(self) -> Schema:
        """Its schema, or null where the column may be."""
        return nullable(self.schema) if self.nullable else self.schema


def _column(name: str) -> Any:
    return Task._meta.get_field(name)


def nullable(schema: Schema) -> Schema:
    """The same, or null."""
    return {**schema, "type": [schema["type"], "null"]}


_TABLE = (
    Member(name="id", schema=ID_SCHEMA, section="content"),
    Member(name="user_id", schema=TEXT_SCHEMA, section="content", in_csv=False),
    Member(
        name="title", field=strict.TitleField, copied=True, section="content",
        schema={
            "type": "string", "minLength": 1, "maxLength": TITLE_MAX,
            "description": "After NFC and trimming; at least one visible character, no control characters.",
        },
    ),
    Member(
        name="description", field=strict.DescriptionField, copied=True, section="content",
        schema={"type": "string", "maxLength": DESCRIPTION_MAX},
    ),
    Member(
        name="completed", codec=BOOLEAN, field=strict.FlagField, replaced=False, section="content", schema=FLAG_SCHEMA
    ),
    Member(name="completed_at", codec=MOMENT, schema=MOMENT_SCHEMA, dated_by_import=True, section="derived"),
    Member(
        name="priority", codec=PRIORITY, field=strict.PriorityField, copied=True, section="content",
        schema=PRIORITY_SCHEMA,
    ),
    Member(
        name="due_date", codec=DATE, field=strict.DayField, section="due",
        schema={"type": "string", "format": "date", "description": "Years 1900–2999, without zone."},
    ),
    Member(
        name="due_time", codec=MINUTE, field=strict.MinuteField, needs_due_date=True, copied=True, section="due",
        schema={
            "type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
            "description": "Local time; needs due_date.",
        },
    ),
    Member(
        name="tags", codec=TAGS, field=strict.TagsListField, copied=True, section="content",
        schema={
            "type": "array", "items": {"type": "string", "minLength": 1, "maxLength": strict.TAG_MAX},
            "maxItems": strict.TAGS_MAX,
        },
    ),
    Member(
        name="recurrence", field=strict.RecurrenceField, needs_due_date=True, section="due", edited_by_staff=False,
        schema={
            "type": "string", "minLength": 1, "maxLength": RULE_MAX, "examples": ["FREQ=WEEKLY;BYDAY=MO,WE"],
            "description": "RRULE (RFC 5545); needs due_date.",
        },
    ),
    Member(
        name="recurrence_from", field=strict.RecurrenceFromField, copied=True, section="due", edited_by_staff=False,
        schema={"type": "string", "enum": list(strict.RECURRENCE_FROM)},
    ),
    Member(name="next_task_id", schema=ID_SCHEMA, in_csv=False, section="derived"),
    Member(name="position", schema={"type": "integer", "format": "int64"}, section="derived"),
    Member(name="version", schema={"type": "integer", "minimum": 1}, in_csv=False, section="derived"),
    Member(name="created_at", codec=MOMENT, schema=MOMENT_SCHEMA, dated_by_import=True, section="derived"),
    Member(name="updated_at", codec=MOMENT, schema=MOMENT_SCHEMA, dated_by_import=True, section="derived"),
    Member(
        name="deleted_at", codec=MOMENT, in_csv=False, only_in_trash=True, section="derived",
        schema={**MOMENT_SCHEMA, "description": "In views of the trash only."},
    ),
)  # fmt: skip

MEMBERS = {member.name: member for member in _TABLE}
WRITTEN = {member.name: member for member in _TABLE if member.field}
EDITED_BY_STAFF = tuple(name for name, member in WRITTEN.items() if member.edited_by_staff)
NEED_DUE_DATE = tuple(member.name for member in _TABLE if member.needs_due_date)
COPIED = tuple(member.name for member in _TABLE if member.copied)
DATED_BY_IMPORT = tuple(member.name for member in _TABLE if member.dated_by_import)
# What people wrote comes first in a row of a spreadsheet, what names and dates the row last.
_LAST_IN_CSV = ("id", "created_at", "updated_at")
CSV_COLUMNS = tuple(
    sorted((member.name for member in _TABLE if member.in_csv), key=lambda name: name in _LAST_IN_CSV)
)  # the sort is stable
