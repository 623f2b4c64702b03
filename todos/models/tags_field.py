"""The column that holds a task's tags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    TextColumn = models.TextField[list[str], list[str]]
else:  # Django's class takes no type arguments at run time
    TextColumn = models.TextField


def dump_tags(tags: list[str]) -> str:
    """The JSON text of `tags`, the very bytes that a response carries."""
    return json.dumps(tags, ensure_ascii=False, separators=(",", ":"))


class TagsField(TextColumn):
    """A list of strings, kept as JSON text.

    Not a JSONField: `jsonb` and SQLite's text would each write the list back with other bytes.
    """

    def from_db_value(self, value: str | None, expression: object, connection: object) -> list[str] | None:
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        """A list, from a list or from its JSON text."""
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        """The JSON text of a list."""
        return dump_tags(value) if isinstance(value, list) else value

    def value_to_string(self, obj: models.Model) -> str:
        """For Django's serialisers."""
        return dump_tags(self.value_from_object(obj))
