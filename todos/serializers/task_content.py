"""What a client may write of a task, read strictly. Which members there are is in `members.py`, what each takes in
`strict_fields.py`; what a task looks like is in `representation.py`.

The serializers hold no state, so one instance of each serves every request: building one anew costs
more than validating with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from todos.errors import ValidationProblem, escape_step, fault, flatten_detail, hint
from todos.serializers.members import MEMBERS, WRITTEN


class TaskContent(serializers.Serializer[Any]):
    """What people write of a task; the rest follows from it."""

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]  # its parameters do not exist at run time
        """A field for each member that a client may write."""
        return {
            name: member.field(required=member.required, allow_null=member.nullable)
            for name, member in WRITTEN.items()
            if member.field
        }

    def to_internal_value(self, data: Any) -> Any:
        """The validated members; an unknown one is refused with a hint."""
        refuse_unknown(data, list(MEMBERS))
        return super().to_internal_value(data)


def refuse_unknown(data: Mapping[str, Any], known: list[str]) -> None:
    """Raise `ValidationProblem` for every member that is not in `known`."""
    unknown = [name for name in data if name not in known]
    if unknown:
        raise ValidationProblem(
            errors=[
                fault("pointer", "#/" + escape_step(name), "unknown", "There is no such member." + hint(name, known))
                for name in unknown[:20]
            ]
        )


# A body that replaces fills in what it does not name; one that is merged does not.
_REPLACE = TaskContent()
_MERGE = TaskContent(partial=True)
_DEFAULTS = {name: member.make_default for name, member in WRITTEN.items() if member.replaced and not member.required}


def content(data: Any, *, pointer: str = "#") -> dict[str, Any]:
    """The whole content of a task, defaults filled in; `completed` only if it is named."""
    fields = _validated(_REPLACE, data, pointer)
    return {**{name: make() for name, make in _DEFAULTS.items() if name not in data}, **fields}


def patch(data: Any, *, pointer: str = "#") -> dict[str, Any]:
    """The members that `data` names (RFC 7396)."""
    return _validated(_MERGE, data, pointer)


def _validated(serializer: TaskContent, data: Any, pointer: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ValidationProblem(errors=[fault("pointer", pointer, "wrong_type", "It takes an object.")])
    try:
        validated: dict[str, Any] = serializer.run_validation(data)
    except ValidationProblem as error:
        raise ValidationProblem(errors=[_under(pointer, fault) for fault in error.errors]) from None
    except serializers.ValidationError as error:
        raise ValidationProblem(errors=flatten_detail(error.detail, pointer)) from None
    return validated


def _under(pointer: str, entry: dict[str, str]) -> dict[str, str]:
    return {**entry, "pointer": pointer + entry["pointer"].removeprefix("#")}
