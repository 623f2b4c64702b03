"""The opaque place in a list that a `Link` carries from one page to the next.

It carries the values of the order's keys at a task. A title may be of two hundred characters that take twelve each to
write down: of a long one it carries the beginning and a digest, and the whole is read from the task. Where the task
has another title by then, or is gone, the page goes on from the beginning: it may repeat a task, and misses none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.signing import BadSignature, Signer

from todos.errors import ValidationProblem, fault
from todos.models import Priority
from todos.query.list_query import ListQuery
from todos.text.search import fold

BACKWARD, FORWARD = "<", ">"
TITLE_MAX, BEGINNING = 300, 24  # characters of a title as JSON that are carried whole; characters that are else
LAST = "\U0010ffff"  # sorts behind every character

TitleOf = Callable[[int], str | None]


def _signer() -> Signer:
    return Signer(salt="todos.cursor", sep=".")  # unreserved in a URL, so that a cursor needs no escaping


def dump(query: ListQuery, row: str, *, backward: bool) -> str:
    """The cursor that continues `query` after (or before) the task whose JSON is `row`."""
    task = json.loads(row)
    values = [_carried(fold(task["title"])) if key.member == "title" else task[key.member] for key in query.order]
    return _signer().sign_object([query.digest, BACKWARD if backward else FORWARD, *values])


def _carried(title: str) -> str | list[str]:
    return title if len(json.dumps(title)) <= TITLE_MAX else [title[:BEGINNING], _digest(title)]


def _digest(title: str) -> str:
    return hashlib.blake2b(title.encode(), digest_size=12).hexdigest()


def load(query: ListQuery, title_of: TitleOf) -> tuple[tuple[Any, ...], bool]:
    """The values that `query.cursor` stands after and whether it runs backward.

    `title_of` gives the folded title of a task by its id, None where there is none; it is asked only for a long one.
    Raises `ValidationProblem`.
    """
    try:
        digest, direction, *values = _signer().unsign_object(query.cursor)
    except (BadSignature, ValueError):
        raise _refuse("This is not a cursor of this service; take it from a Link header.") from None
    if digest != query.digest:
        raise _refuse("This cursor belongs to a list with other filters or another sort.")
    backward = direction == BACKWARD
    by_member = dict(zip((key.member for key in query.order), values, strict=True))
    for key in query.order:
        if isinstance(by_member[key.member], list):
            (beginning, digest), found = by_member["title"], title_of(by_member["id"])
            by_member["title"] = _whole(beginning, digest, found, rising=key.descending == backward)
    return tuple(_value(key.member, by_member[key.member]) for key in query.order), backward


def _whole(beginning: str, digest: str, found: str | None, *, rising: bool) -> str:
    """The title; where it is no longer there, the one before (or, where titles fall, behind) all that begin so."""
    if found is not None and _digest(found) == digest:
        return found
    return beginning if rising else beginning + LAST


def _value(member: str, value: Any) -> Any:
    if value is None:
        return None
    if member.endswith("_at"):
        return datetime.fromisoformat(value)
    if member == "due_date":
        return date.fromisoformat(value)
    return Priority[value.upper()].value if member == "priority" else value


def _refuse(detail: str) -> ValidationProblem:
    return ValidationProblem(errors=[fault("parameter", "cursor", "invalid", detail)])
