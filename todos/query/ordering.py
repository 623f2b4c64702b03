"""The orders a list can be read in, and the condition that continues one after a given task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# member -> (column, may be null)
COLUMNS = {
    "created_at": ("created_at", False),
    "updated_at": ("updated_at", False),
    "completed_at": ("completed_at", True),
    "due_date": ("due_date", True),
    "priority": ("priority", False),
    "title": ("title_folded", False),
    "position": ("position", False),
    "id": ("id", False),
}


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order. Nulls come last in both directions."""

    member: str
    descending: bool

    @property
    def nullable(self) -> bool:
        """Whether tasks may have no value here."""
        return COLUMNS[self.member][1]

    def column(self, vendor: str) -> str:
        """The column; text by code point on both databases, whatever the server's locale."""
        name = COLUMNS[self.member][0]
        return f'{name} COLLATE "C"' if self.member == "title" and vendor == "postgresql" else name

    def order(self, vendor: str, *, backward: bool) -> str:
        """The key's part of ORDER BY."""
        direction = "DESC" if self.descending != backward else "ASC"
        nulls = f" NULLS {'FIRST' if backward else 'LAST'}" if self.nullable else ""
        return f"{self.column(vendor)} {direction}{nulls}"


Order = tuple[Key, ...]
DEFAULT: Order = (Key("created_at", True), Key("id", True))


def read_order(text: str) -> Order:
    """The order that `sort` names; `id` ends it, in the direction of the last key. Raises ValueError."""
    keys: list[Key] = []
    for word in text.split(","):
        member = word.removeprefix("-")
        if member not in COLUMNS:
            raise ValueError(f"It takes a comma list of {', '.join(COLUMNS)}, each with - for descending.")
        if any(key.member == member for key in keys):
            raise ValueError(f"{member} is named twice.")
        keys.append(Key(member, word.startswith("-")))
    if all(key.member != "id" for key in keys):
        keys.append(Key("id", keys[-1].descending))
    return tuple(keys)


def order_by(order: Order, vendor: str, *, backward: bool) -> str:
    return ", ".join(key.order(vendor, backward=backward) for key in order)


def beyond(order: Order, values: tuple[Any, ...], vendor: str, *, backward: bool) -> tuple[str, list[Any]]:
    """The condition that holds for what comes after `values` (before them when `backward`), and its parameters.

    Constant cost at any depth: where every key runs one way and none is null it is a row comparison,
    which both databases answer from an index; else the lexicographic expansion of one.
    """
    if len({key.descending for key in order}) == 1 and not any(key.nullable for key in order):
        sign = "<" if order[0].descending != backward else ">"
        columns = ", ".join(key.column(vendor) for key in order)
        return f"({columns}) {sign} ({', '.join(['%s'] * len(order))})", list(values)
    alternatives: list[str] = []
    params: list[Any] = []
    equal: list[str] = []
    equal_params: list[Any] = []
    for key, value in zip(order, values, strict=True):
        condition, given = _strictly(key, value, vendor, backward=backward)
        if condition:
            alternatives.append(" AND ".join([*equal, condition]))
            params += [*equal_params, *given]
        equal.append(f"{key.column(vendor)} IS NULL" if value is None else f"{key.column(vendor)} = %s")
        equal_params += [] if value is None else [value]
    return "(" + " OR ".join(f"({one})" for one in alternatives) + ")", params


def _strictly(key: Key, value: Any, vendor: str, *, backward: bool) -> tuple[str, list[Any]]:
    column = key.column(vendor)
    if value is None:
        return (f"{column} IS NOT NULL", []) if backward else ("", [])
    sign = "<" if key.descending != backward else ">"
    if key.nullable and not backward:
        return f"({column} {sign} %s OR {column} IS NULL)", [value]
    return f"{column} {sign} %s", [value]
