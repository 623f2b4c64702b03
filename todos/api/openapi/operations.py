"""Every operation of the product: what it takes and what it answers."""

from __future__ import annotations

from typing import Any, NamedTuple

from todos.api.openapi import parameters as p
from todos.api.openapi.components import Schema, array, ref
from todos.transfer.exporting import FORMATS

JSON = "application/json"
MERGE = "application/merge-patch+json"
_FILES = [media.partition(";")[0] for name, (media, _) in FORMATS.items() if name != "json"]


class Operation(NamedTuple):
    """One operation. `answers` maps a status to a schema, None for no body; `errors` are further statuses."""

    id: str
    summary: str
    answers: dict[int, Schema | None]
    parameters: list[Schema] = []  # noqa: RUF012 - never changed, and a NamedTuple has no default factory
    body: Schema | None = None
    media: tuple[str, ...] = (JSON,)
    body_required: bool = True
    errors: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    other_media: dict[str, Any] = {}  # noqa: RUF012 - as above
    other_bodies: dict[str, Any] = {}  # noqa: RUF012 - as above


TASK = ref("Task")
_WRITE = (400, 404, 409, 412, 413, 415, 422)

OPERATIONS: dict[str, Operation] = {
    "list": Operation(
        "listTasks", "A page of tasks", {200: array(TASK), 304: None}, [*p.LIST, p.IF_NONE_MATCH], errors=(400,),
        headers=("ETag", "Link", "X-Total-Count"),
    ),
    "create": Operation(
        "createTask", "Add a task", {201: TASK}, [p.KEY], ref("TaskContent"), errors=(400, 409, 413, 415, 422),
        headers=("ETag", "Location", "Idempotent-Replayed"),
    ),
    "retrieve": Operation(
        "getTask", "One task", {200: TASK, 304: None}, [p.IF_NONE_MATCH], errors=(400, 404), headers=("ETag",)
    ),
    "update": Operation(
        "replaceTask", "Replace the content of a task", {200: TASK}, [p.DAY_OF_COMPLETION, p.IF_MATCH], ref("TaskContent"),
        errors=_WRITE, headers=("ETag",),
    ),
    "partial_update": Operation(
        "updateTask", "Merge into a task (RFC 7396)", {200: TASK}, [p.DAY_OF_COMPLETION, p.IF_MATCH], ref("TaskPatch"),
        (JSON, MERGE), errors=_WRITE, headers=("ETag",),
    ),
    "destroy": Operation("trashTask", "Move a task to the trash", {204: None}, [p.IF_MATCH], errors=(400, 404, 409, 412)),
    "complete": Operation(
        "completeTask", "Set completed; without a body, turn it over", {200: TASK},
        [p.DAY_OF_COMPLETION, p.IF_MATCH, p.KEY], ref("Completion"), (JSON, MERGE), body_required=False, errors=_WRITE, headers=("ETag", "Idempotent-Replayed"),
    ),
    "restore": Operation(
        "restoreTask", "Take a task out of the trash", {200: TASK}, [p.IF_MATCH, p.KEY], errors=(400, 404, 409, 412, 422),
        headers=("ETag", "Idempotent-Replayed"),
    ),
    "move": Operation(
        "moveTask", "Put a task before or after another, or at an end", {200: TASK}, [p.IF_MATCH, p.KEY], ref("Move"),
        errors=_WRITE, headers=("ETag", "Idempotent-Replayed"),
    ),
    "bulk": Operation(
        "bulk", "Up to 100 operations, in order, all or nothing", {200: ref("BulkResults")},
        [p.DAY_OF_COMPLETION, p.KEY], ref("Bulk"), errors=_WRITE, headers=("Idempotent-Replayed",),
    ),
    "tags": Operation("listTags", "The tags in use, most used first", {200: array(ref("Tag"))}, errors=(400,)),
    "stats": Operation("getStats", "Figures in the person's time zone", {200: ref("Stats")}, p.STATS, errors=(400,)),
    "changes": Operation(
        "listChanges", "What changed since a token, in the order of commits", {200: ref("Changes")}, p.CHANGES,
        errors=(400, 410),
    ),
    "export": Operation(
        "exportTasks", "All live tasks, as a file", {200: ref("Export")}, p.EXPORT, errors=(400,),
        headers=("Content-Disposition",),
        other_media={media: {"schema": {"type": "string"}} for media in _FILES},
    ),
    "import_": Operation(
        "importTasks", "Tasks from an export or a CSV, all or nothing", {200: ref("Imported")}, [*p.IMPORT, p.KEY],
        ref("Import"), other_bodies={"text/csv": {"schema": {"type": "string"}}}, errors=(400, 409, 413, 415, 422), headers=("Idempotent-Replayed",),
    ),
    "history": Operation(
        "getHistory", "What happened to a task, newest first", {200: array(ref("Event"))}, p.HISTORY, errors=(400, 404),
        headers=("Link",),
    ),
}  # fmt: skip
