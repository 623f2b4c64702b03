"""What a client may write in each member of a task, read strictly: one JSON type, nothing coerced."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from rest_framework import serializers

from todos import parsing
from todos.models import DESCRIPTION_MAX, TITLE_MAX, Priority
from todos.recurrence import rules
from todos.text import normalization
from todos.text.search import tag_key

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
        title = normalization.tidy(self.text(data))
        if not normalization.is_visible(title):
            raise self.refuse("blank", "It needs at least one visible character.")
        if normalization.has_control(title):
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
        if normalization.has_control(text, "\n\r\t"):
            raise self.refuse("control_character", "It may hold line ends and tabs, but no other control characters.")
        return text


class FlagField(Strict):
    """true or false; not 1, not "true"."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise self.refuse("wrong_type", "It takes true or false.")
        return data


class PriorityField(Strict):
    """One of the names of `Priority`; kept as its rank."""

    def to_internal_value(self, data: Any) -> int:
        text = self.text(data)
        if text not in Priority.labels:
            raise self.refuse("invalid_choice", f"It takes one of {', '.join(Priority.labels)}.")
        return Priority[text.upper()].value


class DayField(Strict):
    """`YYYY-MM-DD` in the years 1900–2999, or null."""

    def to_internal_value(self, data: Any) -> date:
        try:
            return parsing.day(self.text(data))
        except ValueError as error:
            raise self.refuse("invalid", str(error)) from None


class MinuteField(Strict):
    """`HH:MM`, or null."""

    def to_internal_value(self, data: Any) -> time:
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
        tag = normalization.tidy(self.text(item))
        if not tag or len(tag) > TAG_MAX:
            raise self.refuse_length()
        if normalization.has_control(tag):
            raise self.refuse("control_character", "A tag may not hold control characters.")
        if not normalization.is_visible(tag):
            raise self.refuse("blank", "A tag needs at least one visible character.")
        return tag

    def refuse_length(self) -> serializers.ValidationError:
        """The error for a tag that is empty or too long."""
        return self.refuse("invalid_length", f"A tag has 1 to {TAG_MAX} characters.")


class RecurrenceField(Strict):
    """A rule (RFC 5545 RRULE, the subset of `rules.py`), kept in its canonical order; or null."""

    def to_internal_value(self, data: Any) -> str:
        try:
            return rules.read(self.text(data)).text
        except ValueError as error:
            raise self.refuse("invalid", str(error)) from None


class RecurrenceFromField(Strict):
    """Whether the next day is counted from the day it was due or the day it was completed."""

    def to_internal_value(self, data: Any) -> str:
        text = self.text(data)
        if text not in RECURRENCE_FROM:
            raise self.refuse("invalid_choice", f"It takes one of {', '.join(RECURRENCE_FROM)}.")
        return text
