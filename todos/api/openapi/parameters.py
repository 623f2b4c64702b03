"""The parameters and headers of the operations."""

from __future__ import annotations

from typing import Any

from todos.api.openapi.components import FLAG, MOMENT, PRIORITY, TEXT, Schema, array
from todos.query.list_query import DUE_WORDS, OFFSET_MAX, Q_MAX
from todos.query.ordering import COLUMNS
from todos.sync.changes import PAGE_MAX
from todos.transfer.exporting import FORMATS

# As RFC 9110 (8.8.3, 13.1.1) writes what a conditional header takes.
_TAG = r'(W/)?"[!#-~]*"'
ENTITY_TAGS = rf"^(\*|{_TAG}( *, *{_TAG})*)$"
OPAQUE: Schema = {"type": "string", "pattern": "^[A-Za-z0-9._-]+$"}
ZONE: Schema = {"type": "string", "minLength": 1, "maxLength": 64, "examples": ["UTC", "Asia/Kathmandu"]}
DAY: Schema = {"type": "string", "format": "date"}


def query(name: str, schema: Schema, description: str = "", **more: Any) -> Schema:
    return {"in": "query", "name": name, "schema": schema, "description": description, **more}


def header(name: str, pattern: str, description: str) -> Schema:
    return {"in": "header", "name": name, "schema": {**TEXT, "pattern": pattern}, "description": description}


USER = {
    "in": "path", "name": "user_id", "required": True, "schema": {**TEXT, "minLength": 1},
    "description": "The caller's own id: anybody else's answers 403, whether it exists or not.",
}  # fmt: skip
TASK = {"in": "path", "name": "task_id", "required": True, "schema": TEXT, "description": "The id of a task."}
IF_MATCH = header("If-Match", ENTITY_TAGS, 'The ETag that was read, such as "v3"; another version answers 412.')
IF_NONE_MATCH = header("If-None-Match", ENTITY_TAGS, "The ETag of what the client holds; unchanged answers 304.")
KEY = header(
    "Idempotency-Key",
    "^[!-~]{1,255}$",
    "1–255 visible ASCII characters; the same request with the same key is done once.",
)
TZ = query("tz", ZONE, "IANA time zone of the relative words. Default UTC.")
DAY_OF_COMPLETION = query(
    "tz", ZONE, "IANA time zone of who completes: a task that recurs counts from the day it is there. Default UTC."
)
LIMIT = query("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 50})
CURSOR = query("cursor", OPAQUE, "From a Link header; the same cost at any depth.")

WORDS = "Every word occurs in title, description or tags; case and accents do not count."
DUE = "overdue: pending and past; a date alone is not overdue on its day. week: today and the six days after it."
SORT = f"Comma list of {', '.join(COLUMNS)}; - for descending. Nulls come last; id ends every sort."
LIST: list[Schema] = [
    query("completed", FLAG),
    LIMIT,
    query("offset", {"type": "integer", "minimum": 0, "maximum": OFFSET_MAX, "default": 0}),
    CURSOR,
    query("q", {"type": "string", "maxLength": Q_MAX}, WORDS),
    query("priority", array(PRIORITY), "Any of these; a comma list is taken too.", style="form", explode=True),
    query("tag", array({"type": "string", "minLength": 1, "maxLength": 50}), "All of these.", style="form", explode=True),
    query("due", {"type": "string", "enum": list(DUE_WORDS)}, DUE),
    query("due_from", DAY, "This day or later."),
    query("due_to", DAY, "This day or earlier."),
    query("updated_since", MOMENT, "At this moment or later."),
    query("completed_since", MOMENT, "At this moment or later."),
    query("completed_until", MOMENT, "At this moment or earlier."),
    query("deleted", FLAG, "true: the trash."),
    TZ,
    query("sort", {"type": "string", "default": "-created_at"}, SORT),
]  # fmt: skip
STATS = [TZ, query("days", {"type": "integer", "minimum": 1, "maximum": 366, "default": 7})]
CHANGES = [
    query("since", OPAQUE, "The next of an earlier answer; without it everything."),
    query("limit", {"type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": 200}),
]
HISTORY = [LIMIT, CURSOR]
EXPORT = [query("format", {"type": "string", "enum": list(FORMATS), "default": "json"})]
IMPORT = [query("dry_run", FLAG, "true: only say what would happen.")]
