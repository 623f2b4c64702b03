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


COUNT: Schema = {"type": "integer", "minimum": 0}

CONTENT: Schema = {name: member.json_schema() for name, member in WRITTEN.items()}
DERIVED: Schema = {name: member.json_schema() for name, member in MEMBERS.items() if name not in WRITTEN}
_TASK = {**CONTENT, **DERIVED}
_ALWAYS = tuple(name for name in _TASK if not MEMBERS[name].only_in_trash)
_REQUIRED = tuple(name for name, member in WRITTEN.items() if member.required)
# Members that an object read carries; a write accepts and ignores them.
_IGNORED = {name: {**schema, "readOnly": True} for name, schema in DERIVED.items()}

SCHEMAS: dict[str, Schema] = {
    "Task": obj(_TASK, required=_ALWAYS),
    "TaskContent": obj({**CONTENT, **_IGNORED}, required=_REQUIRED),
    "TaskPatch": obj({**CONTENT, **_IGNORED}, required=()),
    "Completion": obj({"completed": FLAG}),
    "Move": {
        "oneOf": [obj({"before": ID}), obj({"after": ID}), obj({"to": {"type": "string", "enum": ["top", "bottom"]}})]
    },
    "Operation": {
        "oneOf": [
            obj({"op": {"const": "create"}, "task": ref("TaskContent")}),
            obj(
                {"op": {"const": "update"}, "id": ID, "task": ref("TaskPatch"), "version": ID},
                required=("op", "id", "task"),
            ),
            obj({"op": {"enum": ["complete", "reopen", "delete"]}, "id": ID, "version": ID}, required=("op", "id")),
            obj({"op": {"enum": ["complete_all", "delete_completed"]}}),
        ]
    },
    "Bulk": obj({"operations": array(ref("Operation"), minItems=1, maxItems=100)}),
    "BulkResults": obj(
        {"results": array(obj({"op": TEXT, "task": ref("Task"), "id": ID, "count": COUNT}, required=("op",)))}
    ),
    "Tag": obj({"tag": TEXT, "count": COUNT}),
    "Stats": obj(
        {
            **dict.fromkeys(("total", "completed", "pending", "overdue", "due_today", "trashed"), COUNT),
            "by_priority": obj(dict.fromkeys(Priority.labels, COUNT)),
            "days": array(obj({"date": {"type": "string", "format": "date"}, "created": COUNT, "completed": COUNT})),
            "current_streak": COUNT,
            "longest_streak": COUNT,
            "tz": TEXT,
        }
    ),
    "Changes": obj(
        {
            "items": array(ref("Task")),
            "deleted": array(obj({"id": ID, "deleted_at": MOMENT})),
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
                "additionalProperties": {"type": "array", "minItems": 2, "maxItems": 2},
            },
            "request_id": TEXT,
        }
    ),
    "Export": obj({"format": {"const": "todo.tasks"}, "version": {"const": 1}, "tasks": array(ref("Task"))}),
    "Import": {
        "oneOf": [
            obj(
                {
                    "format": {"const": "todo.tasks"},
                    "version": {"const": 1},
                    "tasks": array(ref("TaskContent"), minItems=1, maxItems=1000),
                },
                required=("tasks",),
            ),
            array(ref("TaskContent"), minItems=1, maxItems=1000),
        ]
    },
    "Imported": obj({"dry_run": FLAG, "created": COUNT, "ids": array(ID)}),
    "Problem": obj(
        {
            "type": {"type": "string", "format": "uri-reference"},
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT,
            "code": {"type": "string", "enum": sorted(CODES)},
            "request_id": TEXT,
            "errors": array(
                obj({"pointer": TEXT, "parameter": TEXT, "code": TEXT, "detail": TEXT}, required=("code", "detail"))
            ),
            "current_version": {"type": "integer", "description": "With version_conflict: the version to read again."},
        },
        required=("type", "title", "status", "detail", "code", "request_id", "errors"),
    ),
}
