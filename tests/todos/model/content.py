"""What a body may say of a task, member by member, in the values that the API itself speaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.todos.model.refusals import invalid

READ_ONLY = {
    "id", "user_id", "completed_at", "next_task_id", "position", "version", "created_at", "updated_at", "deleted_at",
}  # fmt: skip
NULLABLE = {"due_date", "due_time", "recurrence"}
DEFAULTS: dict[str, Any] = {
    "description": "", "priority": "none", "due_date": None, "due_time": None, "tags": [], "recurrence": None, "recurrence_from": "due",
}  # fmt: skip


class WrongError(Exception):
    """A value that is refused: where inside the member, and why."""

    def __init__(self, code: str, inside: str = "") -> None:
        super().__init__(code)
        self.code, self.inside = code, inside


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise WrongError("wrong_type")
    return value


def _has_control(text: str, allowed: str = "") -> bool:
    return any(unicodedata.category(char) == "Cc" for char in text if char not in allowed)


def _title(value: Any) -> str:
    title = unicodedata.normalize("NFC", _text(value)).strip()
    if not title:
        raise WrongError("blank")
    if _has_control(title):
        raise WrongError("control_character")
    if len(title) > 200:
        raise WrongError("too_long")
    return title


def _description(value: Any) -> str:
    if len(_text(value)) > 10_000:
        raise WrongError("too_long")
    if _has_control(value, "\n\r\t"):
        raise WrongError("control_character")
    return str(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongError("wrong_type")
    return value


def _choice(*words: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if _text(value) not in words:
            raise WrongError("invalid_choice")
        return str(value)

    return read


def _matching(pattern: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not re.fullmatch(pattern, _text(value), re.ASCII):
            raise WrongError("invalid")
        return str(value)

    return read


def _day(value: Any) -> str:
    day = _matching(r"(19|2\d)\d\d-\d\d-\d\d")(value)
    try:
        date.fromisoformat(day)
    except ValueError:
        raise WrongError("invalid") from None
    return day


def _tags(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise WrongError("wrong_type")
    kept: dict[str, str] = {}
    for index, item in enumerate(value):
        if not isinstance(item, str):
            raise WrongError("wrong_type", f"/{index}")
        tag = unicodedata.normalize("NFC", item).strip()
        if not 1 <= len(tag) <= 50:
            raise WrongError("invalid_length", f"/{index}")
        kept.setdefault(tag.casefold(), tag)
    if len(kept) > 20:
        raise WrongError("too_many")
    return list(kept.values())


READERS: dict[str, Callable[[Any], Any]] = {
    "title": _title,
    "description": _description,
    "completed": _flag,
    "priority": _choice("none", "low", "medium", "high"),
    "due_date": _day,
    "due_time": _matching(r"([01]\d|2[0-3]):[0-5]\d"),
    "tags": _tags,
    # Daily rules alone: which day follows is the business of tests/todos/recurrence/test_rules.py.
    "recurrence": _matching(r"FREQ=DAILY(;INTERVAL=[2-9])?(;COUNT=[1-9])?"),
    "recurrence_from": _choice("due", "completion"),
}


def read(body: Any, *, replace: bool, place: str = "#") -> dict[str, Any]:
    """The members that `body` sets; all but `completed` when it replaces. Raises `Refused` with every fault."""
    if not isinstance(body, dict):
        raise invalid((place, "wrong_type"))
    unknown = [(f"{place}/{name}", "unknown") for name in body if name not in READERS and name not in READ_ONLY]
    if unknown:
        raise invalid(*unknown)
    fields: dict[str, Any] = {}
    faults = [(f"{place}/title", "required")] if replace and "title" not in body else []
    for name in READERS.keys() & body.keys():
        try:
            fields[name] = _member(name, body[name])
        except WrongError as wrong:
            faults.append((f"{place}/{name}{wrong.inside}", wrong.code))
    if faults:
        raise invalid(*faults)
    return {**DEFAULTS, **fields} if replace else fields


def _member(name: str, value: Any) -> Any:
    if value is None:
        if name not in NULLABLE:
            raise WrongError("not_nullable")
        return None
    return READERS[name](value)
