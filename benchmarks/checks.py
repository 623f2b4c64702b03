"""Nobody is measured before they have answered like the others: the same fields, rows and refusals."""

import json
import urllib.error
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from benchmarks import people, scenarios
from benchmarks.contenders import Contender
from benchmarks.load import Call
from benchmarks.rows import Size
from benchmarks.server import Server, send

Row = dict[str, Any]

FIELDS = frozenset(
    [
        "id",
        "user_id",
        "title",
        "description",
        "completed",
        "completed_at",
        "priority",
        "due_date",
        "due_time",
        "tags",
        "position",
        "version",
        "created_at",
        "updated_at",
    ]
)
# What this service must have switched on while it is measured: it may not win by leaving its contract out.
SEMANTICS = ("ETag", "Link", "X-Total-Count", "RateLimit", "X-Request-ID", "Cache-Control", "Vary")
MOMENTS = ("completed_at", "created_at", "updated_at")


class CheckError(Exception):
    """A contender that does not do what is being measured."""


def check(contender: Contender, server: Server) -> list[Row]:
    """Make one request of each kind; return the first person's page for comparing with the others'.

    Raises CheckError naming the contender and what it got wrong.
    """

    def demand(truth: bool, claim: str) -> None:
        if not truth:
            raise CheckError(f"{contender.title}: {claim}")

    size = contender.size
    listing = scenarios.list_of_50(size)[0]
    page = rows(json.loads(send(server.base, listing)[2]))
    demand(len(page) == scenarios.PAGE, f"a page holds {len(page)} tasks, not {scenarios.PAGE}")
    demand(all(set(row) >= FIELDS for row in page), f"fields are missing: {FIELDS - set(page[0])}")
    demand(fields_beyond(contender, page[0]), f"fields too many: {set(page[0]) - FIELDS}")
    check_writes(server, size, demand)
    check_refusals(server, listing, demand)
    if contender.polls:
        headers = send(server.base, listing)[1]
        demand(all(name in headers for name in SEMANTICS), f"a header of the contract is missing: {headers.keys()}")
        again = replace(listing, etag=headers["ETag"])
        demand(send(server.base, again)[0] == 304, "an unchanged list is not answered by 304")
    return [plain(row) for row in page]


def fields_beyond(contender: Contender, row: Row) -> bool:
    """A rival answers the contract's fields exactly; this service may carry more, at its own cost."""
    return contender.polls or set(row) == FIELDS


def check_writes(server: Server, size: Size, demand: Callable[[bool, str], None]) -> None:
    one = json.loads(send(server.base, scenarios.one_task(size)[0])[2])
    demand(set(one) >= FIELDS, f"one task lacks {FIELDS - set(one)}")
    status, _, body = send(server.base, scenarios.create(size)[0])
    demand(status == 201 and json.loads(body)["title"] == "Write the report", f"create answered {status}")
    for _ in range(2):  # twice, so that the row ends as it began
        toggled = json.loads(send(server.base, scenarios.toggle(size)[0])[2])
        demand(toggled["completed"] is not one["completed"], "toggle did not flip")
        demand((toggled["completed_at"] is None) is not toggled["completed"], "completed_at does not follow")
        demand(toggled["version"] == one["version"] + 1, "version did not rise by one")
        one = toggled


def check_refusals(server: Server, listing: Call, demand: Callable[[bool, str], None]) -> None:
    forged = listing.token[:-6] + ("AAAAAA" if not listing.token.endswith("AAAAAA") else "BBBBBB")
    stranger = people.token(people.person("creator", 0))
    demand(refusal(server, Call("GET", listing.path, forged)) == 401, "a forged token is not answered by 401")
    demand(refusal(server, Call("GET", listing.path, stranger)) == 403, "a stranger is not answered by 403")


def refusal(server: Server, call: Call) -> int:
    try:
        return send(server.base, call)[0]
    except urllib.error.HTTPError as error:
        return error.code


def rows(body: Any) -> list[Row]:
    """The page inside the answer: bare, or in DRF's or Ninja's envelope."""
    if isinstance(body, list):
        return body
    found: list[Row] = body.get("results", body.get("items", []))
    return found


def plain(row: Mapping[str, Any]) -> Row:
    """The row with its times compared as times: frameworks spell `Z`, fractions and seconds differently."""
    kept = {name: row[name] for name in FIELDS - {"version", "position", "updated_at"}}
    for name in MOMENTS:
        if kept.get(name):
            kept[name] = datetime.fromisoformat(kept[name])
    kept["due_time"] = kept["due_time"] and kept["due_time"][:5]
    return kept


def same_rows(pages: Mapping[str, list[Row]]) -> None:
    """Raise CheckError unless every contender showed the same tasks in the same order."""
    (first, expected), *others = pages.items()
    for title, page in others:
        for mine, theirs in zip(expected, page, strict=True):
            different = {name for name in mine if mine[name] != theirs[name]}
            if different:
                name = min(different)
                raise CheckError(f"{title} and {first} differ in {name}: {theirs[name]!r}, {mine[name]!r}")
