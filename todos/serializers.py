"""What a client may write, read strictly. One serializer per shape; what a task looks like is in
`representation.py`.

The serializers hold no state, so one instance of each serves every request: building one anew costs
more than validating with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from rest_framework import serializers

from todos import parameters, rules, wording
from todos.folding import tag_key
from todos.models import DESCRIPTION_MAX, TITLE_MAX, Priority
from todos.problems import ValidationProblem, fault, hint
from todos.representation import TRASH_MEMBERS

TAGS_MAX, TAG_MAX = 20, 50
RECURRENCE_FROM = ("due", "completion")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Strict(serializers.Field):  # type: ignore[type-arg]  # the stubs' parameters do not exist at run time
    """A field that takes one JSON type and coerces nothing."""

    longest = 0
    """Code points beyond which a text is refused before anything else is done with it; 0: no bound.

    Normalising takes time that grows with the square of the marks in a row. NFC joins at most four code
    points into one, so that a text of four times the length that is allowed cannot become short enough.
    """

    def refuse(self, code: str, detail: str) -> serializers.ValidationError:
        """The error to raise."""
        return serializers.ValidationError(detail, code)

    def text(self, value: Any) -> str:
        """`value`, if it is a string that can be stored and sent."""
        if not isinstance(value, str):
            raise self.refuse("wrong_type", "It takes a string.")
        if _SURROGATE.search(value):
            raise self.refuse("invalid_text", "It holds half of a surrogate pair, which is not a character.")
        if 0 < self.longest < len(value) and self.longest < len(value.strip()):
            raise self.refuse_length()
        return value

    def refuse_length(self) -> serializers.ValidationError:
        """The error for a text that is too long."""
        return self.refuse("too_long", f"It may have at most {self.longest // 4} characters.")

    def to_representation(self, value: Any) -> Any:
        """Unused: answers are written by `representation.py`."""
        return value


class TitleField(Strict):
    """1–200 code points after NFC and trimming, at least one of them visible, no control character."""

    longest = 4 * TITLE_MAX

    def to_internal_value(self, data: Any) -> str:
        """The title as it is kept."""
        title = wording.tidy(self.text(data))
        if not wording.is_visible(title):
            raise self.refuse("blank", "It needs at least one visible character.")
        if wording.has_control(title):
            raise self.refuse("control_character", "It may not hold control characters.")
        if len(title) > TITLE_MAX:
            raise self.refuse_length()
        return title


class DescriptionField(Strict):
    """Up to 10,000 code points; lines and tabs, but no other control character."""

    def to_internal_value(self, data: Any) -> str:
        """The text as it was given."""
        text = self.text(data)
        if len(text) > DESCRIPTION_MAX:
            raise self.refuse("too_long", f"It may have at most {DESCRIPTION_MAX} characters.")
        if wording.has_control(text, "\n\r\t"):
            raise self.refuse("control_character", "It may hold line ends and tabs, but no other control characters.")
        return text


class FlagField(Strict):
    """true or false; not 1, not "true"."""

    def to_internal_value(self, data: Any) -> bool:
        """The flag."""
        if not isinstance(data, bool):
            raise self.refuse("wrong_type", "It takes true or false.")
        return data


class PriorityField(Strict):
    """One of the names of `Priority`; kept as its rank."""

    def to_internal_value(self, data: Any) -> int:
        """The rank."""
        text = self.text(data)
        if text not in Priority.labels:
            raise self.refuse("invalid_choice", f"It takes one of {', '.join(Priority.labels)}.")
        return Priority[text.upper()].value


class DayField(Strict):
    """`YYYY-MM-DD` in the years 1900–2999, or null."""

    def to_internal_value(self, data: Any) -> date:
        """The day."""
        try:
            return parameters.day(self.text(data))
        except ValueError as error:
            raise self.refuse("invalid", str(error)) from None


class MinuteField(Strict):
    """`HH:MM`, or null."""

    def to_internal_value(self, data: Any) -> time:
        """The time of day."""
        text = self.text(data)
        digits = text.replace(":", "", 1)
        if len(text) == 5 and text[2] == ":" and digits.isascii() and digits.isdigit():
            hour, minute = int(text[:2]), int(text[3:])
            if hour < 24 and minute < 60:
                return time(hour, minute)
        raise self.refuse("invalid", "It takes a time of day as HH:MM.")


class TagsListField(Strict):
    """Up to 20 tags of 1–50 characters, trimmed; of spellings that differ in case only the first is kept."""

    longest = 4 * TAG_MAX

    def to_internal_value(self, data: Any) -> list[str]:
        """The tags, without repetitions."""
        if not isinstance(data, list):
            raise self.refuse("wrong_type", "It takes an array of strings.")
        errors: dict[str, Any] = {}
        tags: dict[str, str] = {}
        for index, item in enumerate(data[: TAGS_MAX * 10]):
            try:
                tag = self._tag(item)
            except serializers.ValidationError as error:
                errors[str(index)] = error.detail
            else:
                tags.setdefault(tag_key(tag), tag)
        if errors:
            raise serializers.ValidationError(errors)
        if len(tags) > TAGS_MAX or len(data) > TAGS_MAX * 10:
            raise self.refuse("too_many", f"A task has at most {TAGS_MAX} tags.")
        return list(tags.values())

    def _tag(self, item: Any) -> str:
        tag = wording.tidy(self.text(item))
        if not tag or len(tag) > TAG_MAX:
            raise self.refuse_length()
        if wording.has_control(tag):
            raise self.refuse("control_character", "A tag may not hold control characters.")
        if not wording.is_visible(tag):
            raise self.refuse("blank", "A tag needs at least one visible character.")
        return tag

    def refuse_length(self) -> serializers.ValidationError:
        """The error for a tag that is empty or too long."""
        return self.refuse("invalid_length", f"A tag has 1 to {TAG_MAX} characters.")


class RecurrenceField(Strict):
    """A rule (RFC 5545 RRULE, the subset of `rules.py`), kept in its canonical order; or null."""

    def to_internal_value(self, data: Any) -> str:
        """The rule's canonical text."""
        try:
            return rules.read(self.text(data)).text
        except ValueError as error:
            raise self.refuse("invalid", str(error)) from None


class RecurrenceFromField(Strict):
    """Whether the next day is counted from the day it was due or the day it was completed."""

    def to_internal_value(self, data: Any) -> str:
        """The word."""
        text = self.text(data)
        if text not in RECURRENCE_FROM:
            raise self.refuse("invalid_choice", f"It takes one of {', '.join(RECURRENCE_FROM)}.")
        return text


class TaskContent(serializers.Serializer[Any]):
    """What people write of a task; the rest follows from it."""

    title = TitleField()
    description = DescriptionField(required=False, default="")
    completed = FlagField(required=False)
    priority = PriorityField(required=False, default="none")
    due_date = DayField(required=False, allow_null=True, default=None)
    due_time = MinuteField(required=False, allow_null=True, default=None)
    tags = TagsListField(required=False, default=list)
    recurrence = RecurrenceField(required=False, allow_null=True, default=None)
    recurrence_from = RecurrenceFromField(required=False, default="due")

    def to_internal_value(self, data: Any) -> Any:
        """The validated members; an unknown one is refused with a hint."""
        refuse_unknown(data, [*self.fields, *TRASH_MEMBERS])
        return super().to_internal_value(data)


def refuse_unknown(data: Mapping[str, Any], known: list[str]) -> None:
    """Raise `ValidationProblem` for every member that is not in `known`."""
    unknown = [name for name in data if name not in known]
    if unknown:
        raise ValidationProblem(
            errors=[
                fault("pointer", "#/" + escaped(name), "unknown", "There is no such member." + hint(name, known))
                for name in unknown[:20]
            ]
        )


def escaped(name: str) -> str:
    """The beginning of `name` as a step of a JSON pointer (RFC 6901)."""
    return name[:100].replace("~", "~0").replace("/", "~1")


# A body that replaces fills in what it does not name; one that is merged does not.
_REPLACE = TaskContent()
_MERGE = TaskContent(partial=True)
_DEFAULTS: dict[str, Callable[[], Any]] = {
    "description": str,
    "priority": lambda: Priority.NONE.value,
    "due_date": lambda: None,
    "due_time": lambda: None,
    "tags": list,
    "recurrence": lambda: None,
    "recurrence_from": lambda: "due",
}


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
        given: dict[str, Any] = serializer.run_validation(data)
    except ValidationProblem as error:
        raise ValidationProblem(errors=[_under(pointer, fault) for fault in error.errors]) from None
    except serializers.ValidationError as error:
        raise ValidationProblem(errors=_flat(error.detail, pointer)) from None
    return {name: value for name, value in given.items() if name in data}


def _under(pointer: str, entry: dict[str, str]) -> dict[str, str]:
    return {**entry, "pointer": pointer + entry["pointer"].removeprefix("#")}


def _flat(detail: Any, pointer: str) -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [
            entry
            for name, inner in detail.items()
            for entry in _flat(inner, pointer if name == "non_field_errors" else f"{pointer}/{name}")
        ]
    if isinstance(detail, list):
        return [entry for inner in detail for entry in _flat(inner, pointer)]
    return [fault("pointer", pointer, _CODES.get(detail.code, detail.code), str(detail))]


_CODES = {"null": "not_nullable"}
