"""Strict readers of query parameters: each takes the text of one parameter and returns its value.

A reader raises `ValueError` with a sentence for the client. Nothing is clamped, trimmed or guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo, available_timezones

from todos.errors import ValidationProblem, fault

_DIGITS = re.compile(r"(?:0|[1-9][0-9]{0,17})\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})\Z"
)
MAX_QUERY = 8192
FIRST_YEAR, LAST_YEAR = 1900, 2999


def pairs(query: str) -> list[tuple[str, str]]:
    """The parameters of a raw query string, in order. Raises `ValidationProblem` if it is not UTF-8 text."""
    if len(query) > MAX_QUERY:
        raise _refuse_query("too_long", f"The query is longer than {MAX_QUERY} characters.")
    try:
        found = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=64)
    except UnicodeDecodeError:
        raise _refuse_query("invalid_encoding", "The query is not percent-encoded UTF-8.") from None
    except ValueError:
        raise _refuse_query("too_many", "The query has more than 64 parameters.") from None
    nul = [name for name, value in found if "\x00" in value or "\x00" in name]
    if nul:
        raise ValidationProblem(
            errors=[fault("parameter", name.replace("\x00", "?"), "invalid", "NUL is not text.") for name in nul]
        )
    return found


def _refuse_query(code: str, detail: str) -> ValidationProblem:
    return ValidationProblem(errors=[fault("parameter", "", code, detail)])


def whole(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers from `least` to `most`, in ASCII digits."""

    def read(text: str) -> int:
        if not _DIGITS.match(text) or not least <= int(text) <= most:
            raise ValueError(f"It takes a whole number from {least} to {most}.")
        return int(text)

    return read


def boolean(text: str) -> bool:
    """`true` or `false`."""
    if text not in ("true", "false"):
        raise ValueError("It takes true or false.")
    return text == "true"


def day(text: str) -> date:
    """`YYYY-MM-DD` in the years 1900 to 2999."""
    try:
        value = date.fromisoformat(text) if _DAY.match(text) else None
    except ValueError:
        value = None
    if value is None or not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"It takes a day as YYYY-MM-DD, from {FIRST_YEAR} to {LAST_YEAR}.")
    return value


def moment(text: str) -> datetime:
    """RFC 3339, with its offset; returned in UTC."""
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC) if _MOMENT.match(text) else _no_moment()
    except (ValueError, OverflowError):
        raise ValueError("It takes a time as 2026-01-31T09:30:00Z (a + of an offset is written %2B).") from None


def _no_moment() -> datetime:
    raise ValueError


def zone(text: str) -> str:
    """The name of a zone in the IANA database."""
    if text not in _zones():
        raise ValueError("It takes an IANA time zone, such as Europe/Vienna.")
    return text


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime"})  # a file of this machine, not a zone


@lru_cache(maxsize=600)
def zone_info(name: str) -> ZoneInfo:
    """The zone of that name."""
    return ZoneInfo(name)


def one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    """A reader of one of `words`."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"It takes one of {', '.join(words)}.")
        return text

    return read
