"""The opaque place in a list that a `Link` carries from one page to the next."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.core.signing import BadSignature, Signer

from todos.errors import ValidationProblem, fault
from todos.models import Priority
from todos.query.list_query import ListQuery
from todos.text.search import fold

BACKWARD, FORWARD = "<", ">"


def _signer() -> Signer:
    return Signer(salt="todos.cursor", sep=".")  # unreserved in a URL, so that a cursor needs no escaping


def dump(query: ListQuery, row: str, *, backward: bool) -> str:
    """The cursor that continues `query` after (or before) the task whose JSON is `row`."""
    task = json.loads(row)
    values = [fold(task["title"]) if key.member == "title" else task[key.member] for key in query.order]
    return _signer().sign_object([query.digest, BACKWARD if backward else FORWARD, *values])


def load(query: ListQuery) -> tuple[tuple[Any, ...], bool]:
    """The values that `query.cursor` stands after and whether it runs backward. Raises `ValidationProblem`."""
    try:
        digest, direction, *values = _signer().unsign_object(query.cursor)
    except (BadSignature, ValueError):
        raise _refuse("This is not a cursor of this service; take it from a Link header.") from None
    if digest != query.digest:
        raise _refuse("This cursor belongs to a list with other filters or another sort.")
    return tuple(
        _value(key.member, value) for key, value in zip(query.order, values, strict=True)
    ), direction == BACKWARD


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
