"""Rules of recurrence: the subset of RFC 5545 RRULE that a task needs, on calendar days.

DAILY; WEEKLY with BYDAY; MONTHLY with BYMONTHDAY or with the nth weekday; YEARLY with a month and a day.
A day of the month is counted from its beginning (1 to 31) or, with a minus, from its end (-1 is the last).
INTERVAL; COUNT or UNTIL. On which days a rule falls is in `todos/recurrence/occurrences.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from todos import parsing
from todos.parsing import FIRST_YEAR, LAST_YEAR

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
RULE_MAX = 200
NTH = re.compile(r"(-1|[1-5])(MO|TU|WE|TH|FR|SA|SU)\Z")
_PARTS = ("FREQ", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "COUNT", "UNTIL")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, read. `text` writes it in one fixed order, so that equal rules are equal texts."""

    freq: str
    interval: int = 1
    days: tuple[str, ...] = ()
    month: int | None = None
    month_day: int | None = None
    count: int | None = None
    until: date | None = None

    @property
    def text(self) -> str:
        """The RRULE."""
        parts = {
            "FREQ": self.freq,
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYDAY": ",".join(self.days),
            "BYMONTH": str(self.month or ""),
            "BYMONTHDAY": str(self.month_day or ""),
            "COUNT": str(self.count or ""),
            "UNTIL": f"{self.until:%Y%m%d}" if self.until else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def read(text: str) -> Rule:
    """The rule in `text`. Raises ValueError with a sentence for the client."""
    parts: dict[str, str] = {}
    for part in text.split(";") if len(text) <= RULE_MAX else [""]:
        name, _, value = part.partition("=")
        if name not in _PARTS or not value or name in parts:
            raise ValueError(f"It takes an RRULE of {', '.join(_PARTS)}, each once, such as FREQ=WEEKLY;BYDAY=MO,WE.")
        parts[name] = value
    rule = Rule(
        parts.get("FREQ", ""),
        _number(parts, "INTERVAL", 1, 999) or 1,
        tuple(parts["BYDAY"].split(",")) if "BYDAY" in parts else (),
        _number(parts, "BYMONTH", 1, 12),
        _month_day(parts),
        _number(parts, "COUNT", 1, 9999),
        _until(parts),
    )
    _check(rule)
    return rule


def _number(parts: dict[str, str], name: str, least: int, most: int) -> int | None:
    value = parts.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 4 and least <= int(value) <= most):
        raise ValueError(f"{name} takes a whole number from {least} to {most}.")
    return int(value)


def _month_day(parts: dict[str, str]) -> int | None:
    """RFC 5545, 3.3.10: `monthdaynum`, with at most one sign; a plus is not written by anybody and not taken."""
    value = parts.get("BYMONTHDAY", "")
    try:
        number = _number({"BYMONTHDAY": value.removeprefix("-")}, "BYMONTHDAY", 1, 31) if value else None
    except ValueError:
        raise ValueError(
            "BYMONTHDAY takes a whole number from 1 to 31, or from -31 to -1 (-1 is the last day)."
        ) from None
    return -number if number and value.startswith("-") else number


def _until(parts: dict[str, str]) -> date | None:
    value = parts.get("UNTIL")
    if value is None:
        return None
    try:
        return parsing.day(f"{value[:4]}-{value[4:6]}-{value[6:]}")
    except ValueError:
        raise ValueError(f"UNTIL takes a day as YYYYMMDD, from {FIRST_YEAR} to {LAST_YEAR}.") from None


def _check(rule: Rule) -> None:
    allowed = {"DAILY": set(), "WEEKLY": {"days"}, "MONTHLY": {"days", "month_day"}, "YEARLY": {"month", "month_day"}}
    if rule.freq not in allowed:
        raise ValueError("FREQ takes DAILY, WEEKLY, MONTHLY or YEARLY.")
    given = {name for name in ("days", "month", "month_day") if getattr(rule, name)}
    if given - allowed[rule.freq]:
        raise ValueError(f"FREQ={rule.freq} does not take this BY part.")
    if rule.count and rule.until:
        raise ValueError("COUNT and UNTIL exclude each other.")
    if rule.freq == "WEEKLY" and any(day not in DAYS for day in rule.days):
        raise ValueError("BYDAY takes MO, TU, WE, TH, FR, SA, SU.")
    if rule.freq == "MONTHLY" and rule.days and (rule.month_day or len(rule.days) > 1 or not NTH.match(rule.days[0])):
        raise ValueError("A monthly BYDAY takes one nth weekday, such as 2TU or -1FR, without BYMONTHDAY.")
    if len(set(rule.days)) != len(rule.days):
        raise ValueError("BYDAY names a day twice.")
    if rule.freq == "YEARLY" and (rule.month is None) != (rule.month_day is None):
        raise ValueError("A yearly rule takes BYMONTH and BYMONTHDAY together, or neither.")
