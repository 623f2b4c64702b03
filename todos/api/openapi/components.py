"""The shapes of the API, as OpenAPI components (JSON Schema 2020-12)."""

from __future__ import annotations

from typing import Any

from todos.errors import CODES
from todos.models import Priority
from todos.serializers import members
from todos.serializers.members import MEMBERS, WRITTEN

Schema = dict[str, Any]
TEXT, FLAG, ID, MOMENT = members.TEXT_SCHEMA, members.FLAG_SCHEMA, members.ID_SCHEMA, members.MOMENT_SCHEMA
PRIORITY = members.PRIORITY_SCHEMA


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def obj(properties: Schema, *, required: tuple[str, ...] | None = None, closed: bool = True) -> Schema:
    """An object; by default every member is there and no other."""
    schema: Schema = {"type": "object", "properties": properties}
    needed = list(properties) if required is None else list(required)
    return {**schema, **({"required": needed} if needed else {}), **({"additionalProperties": False} if closed else {})}


def array(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


def words(*allowed: str) -> Schema:
    """A string that is one of `allowed`."""
    return {"type": "string", "enum": list(allowed)}


def one_of(member: str, names: dict[str, str]) -> Schema:
    """One of several components, told apart by the value of `member` (OpenAPI 3.1, 4.8.25)."""
    mapping = {value: ref(name)["$ref"] for value, name in names.items()}
    alternatives = [ref(name) for name in dict.fromkeys(names.values())]
    return {"oneOf": alternatives, "discriminator": {"propertyName": member, "mapping": mapping}}


COUNT: Schema = {"type": "integer", "minimum": 0}

CONTENT: Schema = {name: member.json_schema() for name, member in WRITTEN.items()}
DERIVED: Schema = {name: member.json_schema() for name, member in MEMBERS.items() if name not in WRITTEN}
_TASK = {**CONTENT, **DERIVED}
_ALWAYS = tuple(name for name in _TASK if not MEMBERS[name].only_in_trash)
_REQUIRED = tuple(name for name, member in WRITTEN.items() if member.required)
# Members that an object read carries; a write accepts and ignores them.
_IGNORED = {name: {**schema, "readOnly": True} for name, schema in DERIVED.items()}
_ON_ONE, _ON_ALL = ("complete", "reopen", "delete"), ("complete_all", "delete_completed")
_FILE: Schema = {"format": {"type": "string", "const": "todo.tasks"}, "version": {"type": "integer", "const": 1}}
_IMPORTED = array(ref("TaskContent"), minItems=1, maxItems=1000)

# Every object has a name of its own: generators would make one up for an object inside another.
SCHEMAS: dict[str, Schema] = {
    "Task": obj(_TASK, required=_ALWAYS),
    "TaskContent": obj({**CONTENT, **_IGNORED}, required=_REQUIRED),
    "TaskPatch": obj({**CONTENT, **_IGNORED}, required=()),
    "Completion": obj({"completed": FLAG}),
    "MoveBefore": obj({"before": ID}),
    "MoveAfter": obj({"after": ID}),
    "MoveToEnd": obj({"to": words("top", "bottom")}),
    "Move": {"oneOf": [ref("MoveBefore"), ref("MoveAfter"), ref("MoveToEnd")]},
    "CreateOperation": obj({"op": words("create"), "task": ref("TaskContent")}),
    "UpdateOperation": obj(
        {"op": words("update"), "id": ID, "task": ref("TaskPatch"), "version": ID}, required=("op", "id", "task")
    ),
    "TaskOperation": obj({"op": words(*_ON_ONE), "id": ID, "version": ID}, required=("op", "id")),
    "ListOperation": obj({"op": words(*_ON_ALL)}),
    "Operation": one_of(
        "op",
        {
            "create": "CreateOperation",
            "update": "UpdateOperation",
            **dict.fromkeys(_ON_ONE, "TaskOperation"),
            **dict.fromkeys(_ON_ALL, "ListOperation"),
        },
    ),
    "Bulk": obj({"operations": array(ref("Operation"), minItems=1, maxItems=100)}),
    "BulkResult": obj({"op": TEXT, "task": ref("Task"), "id": ID, "count": COUNT}, required=("op",)),
    "BulkResults": obj({"results": array(ref("BulkResult"))}),
    "Tag": obj({"tag": TEXT, "count": COUNT}),
    "PriorityCounts": obj(dict.fromkeys(Priority.labels, COUNT)),
    "DayCounts": obj({"date": {"type": "string", "format": "date"}, "created": COUNT, "completed": COUNT}),
    "Stats": obj(
        {
            **dict.fromkeys(("total", "completed", "pending", "overdue", "due_today", "trashed"), COUNT),
            "by_priority": ref("PriorityCounts"),
            "days": array(ref("DayCounts")),
            "current_streak": COUNT,
            "longest_streak": COUNT,
            "tz": TEXT,
        }
    ),
    "Deleted": obj({"id": ID, "deleted_at": MOMENT}),
    "Changes": obj(
        {
            "items": array(ref("Task")),
            "deleted": array(ref("Deleted")),
            "next": {"type": "string", "description": "The since of the next request."},
            "has_more": FLAG,
            "full": {"type": "boolean", "description": "Replace what you hold: this walk began without since."},
        }
    ),
    "Event": obj(
        {
            "id": ID,
            "at": MOMENT,
            "kind": {
                "type": "string",
                "enum": ["created", "updated", "completed", "reopened", "trashed", "restored", "moved"],
            },
            "actor": {"type": "string", "enum": ["user", "staff", "system"]},
            "changes": {
                "type": "object",
                "description": "Each changed member as [before, after].",
                "additionalProperties": array({"description": "A value of that member."}, minItems=2, maxItems=2),
            },
            "request_id": TEXT,
        }
    ),
    "Export": obj({**_FILE, "tasks": array(ref("Task"))}),
    "ImportFile": obj({**_FILE, "tasks": _IMPORTED}, required=("tasks",)),
    "ImportArray": _IMPORTED,
    "Import": {"oneOf": [ref("ImportFile"), ref("ImportArray")]},
    "Imported": obj({"dry_run": FLAG, "created": COUNT, "ids": array(ID)}),
    "ProblemError": obj(
        {"pointer": TEXT, "parameter": TEXT, "code": TEXT, "detail": TEXT}, required=("code", "detail")
    ),
    "Problem": obj(
        {
            "type": {"type": "string", "format": "uri-reference"},
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT,
            "code": {"type": "string", "enum": sorted(CODES)},
            "request_id": TEXT,
            "errors": array(ref("ProblemError")),
            "current_version": {"type": "integer", "description": "With version_conflict: the version to read again."},
        },
        required=("type", "title", "status", "detail", "code", "request_id", "errors"),
    ),
}
