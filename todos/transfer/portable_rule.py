"""A rule of recurrence in words that every reader of RFC 5545 takes as this service does.

The service puts what falls on a day that a month does not have on the nearest day that it has; RFC 5545 (3.3.10)
skips that month. So the ends of months are written by what they mean: as the last day (`BYMONTHDAY=-1`), or as the
last of several days (`BYMONTHDAY=28,29,30;BYSETPOS=-1`).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date

from todos.recurrence.rules import Rule

_SHORTEST, _LONGEST, _FEBRUARY = 28, 31, 2


def portable(rule: Rule, due: date) -> str:
    """The RRULE that gives by RFC 5545, from `due` on, the days that `rule` gives here."""
    if rule.freq == "YEARLY":
        month = rule.month or due.month
        return replace(rule, month=month, month_day=_in_year(month, rule.month_day or due.day)).text
    if rule.freq == "MONTHLY" and not rule.days:
        return _monthly(rule, rule.month_day or due.day)
    return rule.text


def _in_year(month: int, day: int) -> int:
    """The day of that month in every year; February's last is counted from its end."""
    if month == _FEBRUARY:
        return -1 if day > _SHORTEST else 1 if day < -_SHORTEST else day
    length = monthrange(2000, month)[1]
    return min(day, length) if day > 0 else max(length + 1 + day, 1)


def _monthly(rule: Rule, day: int) -> str:
    if -_SHORTEST <= day <= _SHORTEST:
        return replace(rule, month_day=day).text
    if abs(day) == _LONGEST:
        return replace(rule, month_day=-1 if day > 0 else 1).text
    sign = 1 if day > 0 else -1
    near = ",".join(str(sign * number) for number in range(_SHORTEST, abs(day) + 1))
    return f"{replace(rule, month_day=None).text};BYMONTHDAY={near};BYSETPOS={-sign}"
