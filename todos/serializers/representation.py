"""What a task looks like to a client, in three hands: PostgreSQL's, SQLite's and Python's.

Lists are written by the database: turning fifty rows into objects and back into text costs more than
everything else in the request. Answers to writes are written here, from the task at hand. Both follow
`members.py`, and a test holds them to the same bytes on both databases.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from todos.serializers.members import MEMBERS

if TYPE_CHECKING:
    from todos.models import Task

_IN_TRASH = {member.name: member.codec for member in MEMBERS.values()}
_LIVE = {member.name: member.codec for member in MEMBERS.values() if not member.only_in_trash}


@lru_cache(maxsize=4)
def columns(vendor: str, *, trash: bool = False) -> str:
    """The select list of a page of tasks: on PostgreSQL one column per member, on SQLite the JSON object."""
    codecs = _IN_TRASH if trash else _LIVE
    if vendor == "postgresql":
        return ", ".join(f"{codec.postgresql.format(name)} AS {name}" for name, codec in codecs.items())
    pairs = ", ".join(f"'{name}', {codec.sqlite.format(name)}" for name, codec in codecs.items())
    return f"json_object({pairs})"


def as_dict(task: Task) -> dict[str, Any]:
    """The members of `task`, as the API names them. A task in the trash has `deleted_at` as well."""
    codecs = _LIVE if task.deleted_at is None else _IN_TRASH
    return {name: codec.encode(getattr(task, name)) for name, codec in codecs.items()}


def as_json(task: Task) -> bytes:
    """The body that answers for `task`: the bytes that the database would write."""
    return dumps(as_dict(task))


def dumps(value: Any) -> bytes:
    """`value` as JSON (RFC 8259) in UTF-8, without blanks: as PostgreSQL writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def etag(version: int, epoch: str) -> str:
    """The entity tag of a task (RFC 9110, 8.8.3): its version, and the life of its list where that has a name."""
    return f'"v{version}-{epoch}"' if epoch else f'"v{version}"'
