"""A task as JSON, from one list of members.

Lists are written by the database: turning fifty rows into objects and back into text costs more than
everything else in the request. Answers to writes are written here, from the task at hand. Both follow
`MEMBERS`, and a test holds them to the same bytes on both databases.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from todos.clock import rfc3339
from todos.models import Priority

if TYPE_CHECKING:
    from todos.models import Task


class Form(NamedTuple):
    """How a kind of value is written: by PostgreSQL, by SQLite (`{}` is the column), by Python."""

    postgresql: str
    sqlite: str
    python: Callable[[Any], Any]


def _cases() -> str:
    return "CASE {} " + " ".join(f"WHEN {rank.value} THEN '{rank.label}'" for rank in Priority) + " END"


PLAIN = Form("{}", "{}", lambda value: value)
BOOLEAN = Form("{}", "json(CASE WHEN {} THEN 'true' ELSE 'false' END)", bool)
MOMENT = Form(
    """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')""",
    "strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', {})",
    lambda value: value and rfc3339(value),
)
DAY = Form("{}", "{}", lambda value: value and value.isoformat())
MINUTE = Form("to_char({}, 'HH24:MI')", "substr({}, 1, 5)", lambda value: value and value.strftime("%H:%M"))
RANK = Form(_cases(), _cases(), lambda value: Priority(value).label)
TAGS = Form("{}::json", "json({})", lambda value: value)

MEMBERS: dict[str, Form] = {
    "id": PLAIN,
    "user_id": PLAIN,
    "title": PLAIN,
    "description": PLAIN,
    "completed": BOOLEAN,
    "completed_at": MOMENT,
    "priority": RANK,
    "due_date": DAY,
    "due_time": MINUTE,
    "tags": TAGS,
    "recurrence": PLAIN,
    "recurrence_from": PLAIN,
    "next_task_id": PLAIN,
    "position": PLAIN,
    "version": PLAIN,
    "created_at": MOMENT,
    "updated_at": MOMENT,
}
TRASH_MEMBERS = {**MEMBERS, "deleted_at": MOMENT}


@lru_cache(maxsize=4)
def columns(vendor: str, *, trash: bool = False) -> str:
    """The select list of a page of tasks: on PostgreSQL one column per member, on SQLite the JSON object."""
    members = TRASH_MEMBERS if trash else MEMBERS
    if vendor == "postgresql":
        return ", ".join(f"{form.postgresql.format(name)} AS {name}" for name, form in members.items())
    pairs = ", ".join(f"'{name}', {form.sqlite.format(name)}" for name, form in members.items())
    return f"json_object({pairs})"


def as_dict(task: Task) -> dict[str, Any]:
    """The members of `task`, as the API names them. A task in the trash has `deleted_at` as well."""
    members = MEMBERS if task.deleted_at is None else TRASH_MEMBERS
    return {name: form.python(getattr(task, name)) for name, form in members.items()}


def as_json(task: Task) -> bytes:
    """The body that answers for `task`: the bytes that the database would write."""
    return dumps(as_dict(task))


def dumps(value: Any) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def etag(version: int, epoch: str) -> str:
    """The entity tag of a task (RFC 9110, 8.8.3): its version, and the life of its list where that has a name."""
    return f'"v{version}-{epoch}"' if epoch else f'"v{version}"'
