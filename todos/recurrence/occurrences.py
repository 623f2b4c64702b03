"""The day a recurring task falls on next.

Where RFC 5545 skips a month that is too short, a task falls on its last day, as people expect of "the 31st";
counted from the end (-31) it falls on the first.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, WEEKLY, rrule

from todos.parsing import LAST_YEAR
from todos.recurrence.rules import DAYS, NTH, Rule


def following(rule: Rule, due: date, after: date) -> tuple[date, Rule] | None:
    """The first day of the rule after both `due`, an occurrence of it, and `after`; and the rule from there on.

    None when the rule has ended. Costs the same however far `after` is from `due`, but for weekdays:
    there a day a step, at most a century.
    """
    if rule.count == 1:
        return None
    pinned = _pinned(rule, due)
    day = _next(pinned, due, max(due, after))
    if day is None or day.year > LAST_YEAR or (rule.until and day > rule.until):
        return None
    return day, replace(pinned, count=rule.count - 1 if rule.count else None)


def _pinned(rule: Rule, due: date) -> Rule:
    """The rule with the day of the month written out: the last of February must be the 31st again in March."""
    if rule.freq == "MONTHLY" and not rule.days and rule.month_day is None:
        return replace(rule, month_day=due.day)
    if rule.freq == "YEARLY" and rule.month is None:
        return replace(rule, month=due.month, month_day=due.day)
    return rule


def _next(rule: Rule, due: date, after: date) -> date | None:
    if rule.freq in ("MONTHLY", "YEARLY") and rule.month_day is not None:
        return _by_months(rule, due, after)
    if rule.freq == "MONTHLY":
        return _by_nth_weekday(rule, due, after)
    if rule.freq == "WEEKLY":
        days = [DAYS.index(day) for day in rule.days] or [due.weekday()]
        return _by_rrule(WEEKLY, rule, due, after, byweekday=days)
    return _by_rrule(DAILY, rule, due, after)


def _by_months(rule: Rule, due: date, after: date) -> date | None:
    """Whole months ahead, on the day of the month or, where the month is too short, on the nearest it has."""
    step = rule.interval * (12 if rule.freq == "YEARLY" else 1)
    start = date(due.year, rule.month or due.month, 1)
    gone = (after.year - start.year) * 12 + after.month - start.month
    steps = max(gone // step, 0)
    for ahead in (steps, steps + 1, steps + 2):
        if start.year + (ahead * step) // 12 > LAST_YEAR:
            return None
        day = _in_month(start + relativedelta(months=ahead * step), rule.month_day or due.day)
        if day > after:
            return day
    return None


def _in_month(first: date, month_day: int) -> date:
    """The day of the month that begins with `first`: counted from its beginning, or with a minus from its end."""
    length = monthrange(first.year, first.month)[1]
    counted = month_day if month_day > 0 else length + 1 + month_day
    return first.replace(day=min(max(counted, 1), length))


def _by_nth_weekday(rule: Rule, due: date, after: date) -> date | None:
    """The nth weekday of every so many months; the months that have passed are skipped at once."""
    found = NTH.match(rule.days[0])
    assert found is not None  # `read` has seen to it
    nth, weekday = int(found[1]), DAYS.index(found[2])
    months = due.year * 12 + due.month - 1
    months += max(after.year * 12 + after.month - 1 - months, 0) // rule.interval * rule.interval
    while months // 12 <= LAST_YEAR:
        day = _nth_weekday(months // 12, months % 12 + 1, nth, weekday)
        if day is not None and day > after:
            return day
        months += rule.interval
    return None


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """That weekday of the month, the last for -1; None where the month has no fifth."""
    first, length = monthrange(year, month)
    day = 1 + (weekday - first) % 7 + 7 * ((nth if nth > 0 else 5) - 1)
    if day > length:
        return date(year, month, day - 7) if nth < 0 else None
    return date(year, month, day)


def _by_rrule(freq: int, rule: Rule, due: date, after: date, **by: object) -> date | None:
    begin = datetime.combine(due, time.min)
    if freq == DAILY:  # skip whole intervals at once
        begin += relativedelta(days=(after - due).days // rule.interval * rule.interval)
    elif freq == WEEKLY:
        week = begin - relativedelta(days=begin.weekday())
        begin = max(begin, week + relativedelta(weeks=(after - due).days // 7 // rule.interval * rule.interval))
    found = rrule(freq, dtstart=begin, interval=rule.interval, wkst=0, **by).after(datetime.combine(after, time.min))  # type: ignore[arg-type]  # the stubs know no mapping
    return found.date() if found else None
