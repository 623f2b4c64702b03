"""How an answer is kept for its `Idempotency-Key`: small, and read back as the same bytes.

A long text is kept once, however many results of a bulk show it, and the whole is compressed. Where that is still
more than `KEPT_MAX`, descriptions and, if need be, whole tasks are left out: a replay then shows those as they are
by then, because 2 KB of operations on a hundred long tasks must not store megabytes for a day.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from todos.models import Task
from todos.serializers.representation import as_dict, dumps

PLAIN_MAX = 512  # bytes that are kept as they are
LONG = 100  # characters from which a text is kept once
KEPT_MAX = 64 * 1024  # characters
_MARK = "z"  # no JSON begins with it


def pack(body: bytes) -> str:
    """The text that is stored for an answer's body."""
    if len(body) <= PLAIN_MAX:
        return body.decode()
    value = json.loads(body)
    for left_out in ((), ("description",), None):
        packed = _compressed(_without(value, left_out) if left_out != () else value)
        if len(packed) <= KEPT_MAX:
            break
    return packed


def unpack(user_id: str, text: str) -> bytes:
    """The body again; what was left out of it is read from the person's tasks."""
    if not text.startswith(_MARK):
        return text.encode()
    texts, value = json.loads(zlib.decompress(base64.b64decode(text[1:])))
    wanted: set[int] = set()
    _collect(value, wanted)
    tasks = {task.pk: as_dict(task) for task in Task.objects.of(user_id).filter(id__in=wanted)} if wanted else {}
    return dumps(_restored(value, texts, tasks))


def _compressed(value: Any) -> str:
    texts: dict[str, int] = {}
    short = _shortened(value, texts)
    return _MARK + base64.b64encode(zlib.compress(dumps([list(texts), short]), 6)).decode()


def _shortened(value: Any, texts: dict[str, int]) -> Any:
    """`value` with its long texts as places in `texts`."""
    if isinstance(value, dict):
        return {name: _shortened(one, texts) for name, one in value.items()}
    if isinstance(value, list):
        return [_shortened(one, texts) for one in value]
    if isinstance(value, str) and len(value) > LONG:
        return {"$text": texts.setdefault(value, len(texts))}
    return value


def _without(value: Any, left_out: tuple[str, ...] | None) -> Any:
    """`value` with members of its tasks left out; None: the tasks themselves."""
    if isinstance(value, list):
        return [_without(one, left_out) for one in value]
    if not isinstance(value, dict):
        return value
    if "description" not in value:
        return {name: _without(one, left_out) for name, one in value.items()}
    if left_out is None:
        return {"$task": value["id"]}
    return {name: {"$of": value["id"]} if name in left_out else one for name, one in value.items()}


def _collect(value: Any, wanted: set[int]) -> None:
    """The tasks that something was left out of."""
    if isinstance(value, dict):
        wanted |= {value[name] for name in ("$task", "$of") if name in value}
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _collect(one, wanted)


def _restored(value: Any, texts: list[str], tasks: dict[int, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_restored(one, texts, tasks) for one in value]
    if not isinstance(value, dict):
        return value
    if "$text" in value:
        return texts[value["$text"]]
    if "$of" in value:
        return tasks.get(value["$of"], {}).get("description", "")
    gone = isinstance(value.get("task"), dict) and value["task"].get("$task", 0) not in {0, *tasks}
    if gone:  # purged, or a successor that was taken away
        return {"op": value["op"], "id": value["task"]["$task"]}
    return tasks[value["$task"]] if "$task" in value else {k: _restored(v, texts, tasks) for k, v in value.items()}
