"""The query of a list, read strictly: what `GET …/tasks` may ask for, as conditions on rows.

`parse_query` turns a raw query string into a frozen `ListQuery`; equal strings give the same object from
a small cache, so that a client that polls pays for reading its query once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from todos import parsing
from todos.clock import Reached, reached
from todos.errors import ValidationProblem, fault, hint
from todos.models import Priority
from todos.query.ordering import DEFAULT, Order, read_order
from todos.text import normalization
from todos.text.search import fold, tag_key

DUE_WORDS = ("overdue", "today", "tomorrow", "week", "none", "any")
RELATIVE = frozenset({"overdue", "today", "tomorrow", "week"})
Q_MAX, CURSOR_MAX, TAG_MAX = 200, 2000, 50
OFFSET_MAX = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list is asked for. `filters` are the conditions that do not depend on the time of asking."""

    filters: tuple[tuple[str, Any], ...] = ()
    due: str = ""
    tz: str = "UTC"
    trash: bool = False
    order: Order = DEFAULT
    limit: int = 50
    offset: int = 0
    cursor: str = ""
    link_query: str = ""
    digest: str = ""

    @property
    def relative(self) -> bool:
        """Whether the answer depends on what day it is."""
        return self.due in RELATIVE

    @property
    def counted(self) -> str:
        """The count of `Owner` that is this list's total; empty where the tasks have to be counted."""
        if self.due:
            return ""
        match (self.trash, self.filters):
            case (True, ()):
                return "trashed"
            case (False, ()):
                return "total"
            case (False, (("completed", value),)):
                return "completed" if value else "total - completed"
        return ""


def _priorities(text: str) -> tuple[int, ...]:
    ranks = {rank.label: rank.value for rank in Priority}
    words = text.split(",")
    if any(word not in ranks for word in words):
        raise ValueError(f"It takes a comma list of {', '.join(ranks)}.")
    return tuple(sorted({ranks[word] for word in words}))


def _words(text: str) -> tuple[str, ...]:
    if len(text) > Q_MAX:
        raise ValueError(f"It takes at most {Q_MAX} characters.")
    return tuple(dict.fromkeys(fold(text).split()))


def _tag(text: str) -> str:
    tag = normalization.tidy(text)
    if not 1 <= len(tag) <= TAG_MAX or normalization.has_control(tag):
        raise ValueError(f"It takes a tag of 1 to {TAG_MAX} characters.")
    return tag_key(tag)


def _cursor(text: str) -> str:
    if not 1 <= len(text) <= CURSOR_MAX:
        raise ValueError("It takes a cursor from a Link header.")
    return text


READERS: dict[str, Callable[[str], Any]] = {
    "completed": parsing.boolean,
    "limit": parsing.whole(1, 100),
    "offset": parsing.whole(0, OFFSET_MAX),
    "cursor": _cursor,
    "q": _words,
    "priority": _priorities,
    "tag": _tag,
    "due": parsing.one_of(DUE_WORDS),
    "due_from": parsing.day,
    "due_to": parsing.day,
    "updated_since": parsing.moment,
    "completed_since": parsing.moment,
    "completed_until": parsing.moment,
    "deleted": parsing.boolean,
    "tz": parsing.zone,
    "sort": read_order,
}
REPEATABLE = frozenset({"tag"})  # a tag may hold a comma
COMMA_LISTS = frozenset({"priority", "sort"})


@lru_cache(maxsize=1024)
def parse_query(query: str) -> ListQuery:
    """The query string as a `ListQuery`. Raises `ValidationProblem` naming every parameter at fault."""
    values = parse_parameters(query, READERS, REPEATABLE, COMMA_LISTS)
    if "cursor" in values and "offset" in values:
        raise ValidationProblem(
            errors=[fault("parameter", "offset", "conflict", "A page is found by cursor or by offset, not by both.")]
        )
    tags = tuple(sorted(set(values.pop("tag", ()))))
    given = {**values, **({"tag": tags} if tags else {})}
    filters = tuple((name, given[name]) for name in CONDITIONS if given.get(name, ()) != ())
    order = values.get("sort", DEFAULT)
    facts = (filters, values.get("due", ""), values.get("tz", "UTC"), values.get("deleted", False), order)
    return ListQuery(
        *(facts[:2]),
        tz=facts[2],
        trash=facts[3],
        order=order,
        limit=values.get("limit", 50),
        offset=values.get("offset", 0),
        cursor=values.get("cursor", ""),
        link_query=urlencode([pair for pair in parsing.pairs(query) if pair[0] not in ("cursor", "offset")]),
        digest=hashlib.sha256(repr(facts).encode()).hexdigest()[:16],
    )


def parse_parameters(
    query: str,
    readers: Mapping[str, Callable[[str], Any]],
    repeatable: frozenset[str] = frozenset(),
    comma_lists: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Every parameter read by its reader; those of `repeatable` as lists. All faults are told at once.

    One of `comma_lists` may be given again for each of its members (OpenAPI: `explode`); its reader sees one list.
    """
    values: dict[str, Any] = {}
    errors = []
    for name, text in _joined(parsing.pairs(query), comma_lists):
        try:
            if name not in readers:
                errors.append(
                    fault("parameter", name[:100], "unknown", "There is no such parameter." + hint(name, list(readers)))
                )
            elif name in repeatable:
                values.setdefault(name, []).append(readers[name](text))
            elif name in values:
                errors.append(fault("parameter", name, "repeated", "It may be given once."))
            else:
                values[name] = readers[name](text)
        except ValueError as error:
            errors.append(fault("parameter", name, "invalid", str(error)))
    if errors:
        raise ValidationProblem(errors=errors)
    return values


def _joined(pairs: list[tuple[str, str]], comma_lists: frozenset[str]) -> list[tuple[str, str]]:
    """The parameters in order; one of `comma_lists` stands where it was named first, with all of its members."""
    joined: list[tuple[str, str]] = []
    places: dict[str, int] = {}
    for name, text in pairs:
        if name in places:
            joined[places[name]] = (name, f"{joined[places[name]][1]},{text}")
            continue
        if name in comma_lists:
            places[name] = len(joined)
        joined.append((name, text))
    return joined


def conditions(query: ListQuery, now: datetime, vendor: str) -> tuple[list[str], list[Any]]:
    """The SQL conditions of `query` besides the owner, as of `now` (UTC), and their parameters."""
    where = ["deleted_at IS NOT NULL" if query.trash else "deleted_at IS NULL"]
    params: list[Any] = []
    for name, value in query.filters:
        sql, given = CONDITIONS[name](value, vendor)
        where.append(sql)
        params += given
    if query.due:
        sql, given = _due(query.due, local_clock(query, now))
        where.append(sql)
        params += given
    return where, params


def _compare(sql: str) -> Callable[[Any, str], tuple[str, list[Any]]]:
    return lambda value, vendor: (sql, [value])


def _contains(column: str, needles: tuple[str, ...], vendor: str) -> tuple[str, list[Any]]:
    function = "strpos" if vendor == "postgresql" else "instr"
    return " AND ".join([f"{function}({column}, %s) > 0"] * len(needles)), list(needles)


# What narrows the rows, in the order in which it is asked for: the cheapest first, the search last.
CONDITIONS: dict[str, Callable[[Any, str], tuple[str, list[Any]]]] = {
    "completed": lambda value, vendor: ("completed" if value else "NOT completed", []),
    "priority": lambda ranks, vendor: (f"priority IN ({', '.join(['%s'] * len(ranks))})", list(ranks)),
    "tag": lambda tags, vendor: _contains("tags_folded", tuple(f"\n{tag}\n" for tag in tags), vendor),
    "due_from": _compare("due_date >= %s"),
    "due_to": _compare("due_date <= %s"),
    "updated_since": _compare("updated_at >= %s"),
    "completed_since": _compare("completed_at >= %s"),
    "completed_until": _compare("completed_at <= %s"),
    "q": lambda words, vendor: _contains("search", words, vendor),
}


def _due(word: str, clock: Reached) -> tuple[str, list[Any]]:
    today = clock.day
    match word:
        case "none":
            return "due_date IS NULL", []
        case "any":
            return "due_date IS NOT NULL", []
        case "today":
            return "due_date = %s", [today]
        case "tomorrow":
            return "due_date = %s", [_days_later(today, 1)]
        case "week":
            return "due_date BETWEEN %s AND %s", [today, _days_later(today, 6)]
    # A date alone is not late on its day; with a time it is late from the next minute on.
    return (
        "NOT completed AND (due_date < %s OR (due_date = %s AND due_time < %s))",
        [today, today, clock.time],
    )


def _days_later(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)


def local_clock(query: ListQuery, now: datetime) -> Reached:
    """What the asker's clock has reached at `now` (UTC)."""
    return reached(now, parsing.zone_info(query.tz))


def etag(user_id: str, revision: int, epoch: str, query: ListQuery, now: datetime) -> str:
    """The list's entity tag: whose, which revision in which epoch, what was asked, and the local time of the words."""
    clock = local_clock(query, now) if query.relative else None
    day = f"{clock.day} {clock.time if query.due == 'overdue' else ''}" if clock else ""
    page = (user_id, epoch, query.digest, query.limit, query.offset, query.cursor, day)
    return f'"r{revision}-{hashlib.blake2b(repr(page).encode(), digest_size=8).hexdigest()}"'
