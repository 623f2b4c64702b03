"""The small bodies: `/complete`, `/move`, and those that must be empty."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request

from todos.errors import ValidationProblem, fault
from todos.serializers.task_content import refuse_unknown
from todos.tasks.position import Place


def has_no_body(request: Request) -> bool:
    """Whether the request has no body at all. `{}` is a body."""
    return request._request.META.get("CONTENT_LENGTH") in (None, "", "0")


def refuse_body(request: Request) -> None:
    """Refuse a body where none is taken; `{}` says as little."""
    if not has_no_body(request) and request.data != {}:
        raise ValidationProblem(errors=[fault("pointer", "#", "unexpected", "This takes no body.")])


def parse_completed(request: Request) -> bool | None:
    """`{"completed": true|false}`, or None for no body."""
    if has_no_body(request):
        return None
    data = request.data
    if not isinstance(data, dict):
        detail = 'It takes no body, or {"completed": true} or {"completed": false}.'
        raise ValidationProblem(errors=[fault("pointer", "#", "wrong_type", detail)])
    refuse_unknown(data, ["completed"])
    if "completed" not in data:
        raise ValidationProblem(errors=[fault("pointer", "#/completed", "required", "It is required.")])
    value = data["completed"]
    if not isinstance(value, bool):
        raise ValidationProblem(errors=[fault("pointer", "#/completed", "wrong_type", "It takes true or false.")])
    return value


def parse_place(data: Any) -> Place:
    """`{"before": id}`, `{"after": id}` or `{"to": "top"|"bottom"}`."""
    if not isinstance(data, dict):
        raise ValidationProblem(errors=[fault("pointer", "#", "wrong_type", "It takes an object.")])
    refuse_unknown(data, ["before", "after", "to"])
    if len(data) != 1:
        detail = "It takes exactly one of before, after and to."
        raise ValidationProblem(errors=[fault("pointer", "#", "conflict" if data else "required", detail)])
    ((name, value),) = data.items()
    if name == "to":
        if value not in ("top", "bottom"):
            raise ValidationProblem(errors=[fault("pointer", "#/to", "invalid_choice", "It takes top or bottom.")])
        return Place(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValidationProblem(errors=[fault("pointer", f"#/{name}", "wrong_type", "It takes the id of a task.")])
    return Place(name, value)
