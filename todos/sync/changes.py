"""Deltas: what changed since a client last asked, in the order in which it was committed.

Every change gets the owner's next revision under the owner's lock, so revisions become visible in their
order: a client that has seen revision n has seen everything up to it. A page is the changes after a
revision, in that order; applying pages one after the other ends at the list as it is.

A token carries the person, the revision it stands at, and the revision at which its walk began. What was
deleted before a walk began cannot be missing from it, so only the younger of the two is held against the
horizon: the revision below which tombstones have been removed.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from todos import opaque_tokens, parsing
from todos.errors import Problem
from todos.query.list_query import parse_parameters
from todos.serializers.members import MOMENT
from todos.serializers.representation import columns

PAGE, PAGE_MAX = 200, 1000


class ResyncRequired(Problem):
    """410 `resync_required`: the token is older than what deletions are remembered for."""

    status_code = 410
    default_code = "resync_required"
    default_detail = "Deletions since then are no longer known. Ask again without since, and replace what you hold."


def _token(text: str) -> str:
    if not 1 <= len(text) <= 500:
        raise ValueError("It takes the next of an earlier answer.")
    return text


READERS = {"since": _token, "limit": parsing.whole(1, PAGE_MAX)}


def read_changes(user_id: str, query: str) -> bytes:
    """The page of changes that a raw query string asks for, as JSON. Two statements, three with a token.

    Raises `ValidationProblem` for a token that is not this person's, `ResyncRequired` for one too old.
    """
    given = parse_parameters(query, READERS)
    since, limit = given.get("since"), given.get("limit", PAGE)
    revision, _ = _head(user_id)
    stands, began = _read(user_id, since) if since else (0, revision)
    rows = _rows(user_id, stands, limit + 1)
    # After the rows: tombstones may have been removed while they were read.
    if since and max(stands, began) < _head(user_id)[1]:
        raise ResyncRequired
    page, more = rows[:limit], len(rows) > limit
    reached = page[-1][0] if more else max([revision, *(row[0] for row in page)])
    token = opaque_tokens.dump("changes", user_id, reached, began)
    return _body(page, token, more=more, full=since is None)


def _read(user_id: str, token: str) -> tuple[int, int]:
    owner, stands, began = opaque_tokens.load("changes", token, "since", 3)
    if owner != user_id:
        raise opaque_tokens.refused("since")
    return stands, began


def _head(user_id: str) -> tuple[int, int]:
    """Read first: what is committed up to this revision is visible to the statement after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT revision, horizon FROM todos_owner WHERE user_id = %s", [user_id])
        row: tuple[int, int] | None = cursor.fetchone()
    return row or (0, 0)


def _rows(user_id: str, since: int, limit: int) -> list[tuple[int, int, str | None, str | None]]:
    """`(revision, id, when it was deleted, its JSON)` of tasks and tombstones, in order of revision."""
    vendor = connection.vendor
    gone = (MOMENT.postgresql if vendor == "postgresql" else MOMENT.sqlite).format("deleted_at")
    chosen = f"SELECT * FROM todos_task WHERE user_id = %s AND revision > %s ORDER BY revision LIMIT {limit}"
    if vendor == "postgresql":
        line = f"(SELECT row_to_json(one)::text FROM (SELECT {columns(vendor)}) one)"
    else:
        line = columns(vendor)
    statement = (
        f"SELECT revision, id, {gone}, CASE WHEN deleted_at IS NULL THEN {line} END FROM ({chosen}) task"
        f" UNION ALL SELECT revision, task_id, {gone}, NULL FROM"
        f" (SELECT * FROM todos_tombstone WHERE user_id = %s AND revision > %s ORDER BY revision LIMIT {limit}) stone"
        f" ORDER BY 1 LIMIT {limit}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [user_id, since, user_id, since])
        rows: list[Any] = cursor.fetchall()
    return rows


def _body(page: list[tuple[int, int, str | None, str | None]], token: str, *, more: bool, full: bool) -> bytes:
    items = ",\n".join(line for _, _, _, line in page if line is not None)
    deleted = ",".join(f'{{"id":{id_},"deleted_at":"{gone}"}}' for _, id_, gone, line in page if line is None)
    flags = f'"next":"{token}","has_more":{str(more).lower()},"full":{str(full).lower()}'
    return f'{{"items":[{items}],"deleted":[{deleted}],{flags}}}'.encode()
