"""Deltas: what changed since a client last asked, in the order in which it was committed.

Every change gets the owner's next revision under the owner's lock, so revisions become visible in their
order: a client that has seen revision n has seen everything up to it. A page is the changes after a
revision, in that order; applying pages one after the other ends at the list as it is.

A token carries the person, the revision it stands at, and the revision at which its walk began. What was
deleted before a walk began cannot be missing from it, so only the younger of the two is held against the
horizon: the revision below which tombstones have been removed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connection

from todos import opaque_tokens, parsing
from todos.errors import Problem
from todos.query import paging
from todos.query.list_query import parse_parameters
from todos.serializers.members import MOMENT
from todos.serializers.representation import columns

PAGE, PAGE_MAX = 200, 1000


class ResyncRequired(Problem):
    """410 `resync_required`: the token is older than what deletions are remembered for, or of an earlier life."""

    status_code = 410
    default_code = "resync_required"
    default_detail = (
        "What happened since then is no longer known: too long ago, or the service was restored from a backup. "
        "Ask again without since, and replace what you hold."
    )


def _token(text: str) -> str:
    if not 1 <= len(text) <= 500:
        raise ValueError("It takes the next of an earlier answer.")
    return text


class Row(NamedTuple):
    """A task, as JSON or as one that was deleted; `beyond`: it is behind what a page holds."""

    revision: int
    id: int
    gone: str | None
    line: str | None
    beyond: bool


READERS = {"since": _token, "limit": parsing.whole(1, PAGE_MAX)}


def read_changes(user_id: str, query: str) -> bytes:
    """The page of changes that a raw query string asks for, as JSON. Two statements, three with a token.

    Raises `ValidationProblem` for a token that is not this person's, `ResyncRequired` for one too old.
    """
    given = parse_parameters(query, READERS)
    since, limit = given.get("since"), given.get("limit", PAGE)
    revision, _, epoch = _head(user_id)
    stands, began, life = _read(user_id, since) if since else (0, revision, epoch)
    # Who has seen nothing yet cannot have seen what is lost; an owner's epoch begins with the first write.
    if (stands and life != epoch) or stands > revision:
        raise ResyncRequired
    rows = _rows(user_id, stands, limit + 1)
    # After the rows: tombstones may have been removed while they were read.
    if since and max(stands, began) < _head(user_id)[1]:
        raise ResyncRequired
    page = [row for row in rows[:limit] if not row.beyond]
    more = len(rows) > len(page)
    reached = page[-1].revision if more else max([revision, *(row.revision for row in page)])
    token = opaque_tokens.dump("changes", user_id, reached, began, epoch)
    return _body(page, token, more=more, full=since is None)


def _read(user_id: str, token: str) -> tuple[int, int, str]:
    owner, stands, began, *life = opaque_tokens.load("changes", token, "since", 3, 4)
    if owner != user_id:
        raise opaque_tokens.refused("since")
    return stands, began, life[0] if life else ""  # the tokens of an earlier release have three values


def _head(user_id: str) -> tuple[int, int, str]:
    """Read first: what is committed up to this revision is visible to the statement after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT revision, horizon, epoch FROM todos_owner WHERE user_id = %s", [user_id])
        row: tuple[int, int, str] | None = cursor.fetchone()
    return row or (0, 0, "")


def _rows(user_id: str, since: int, limit: int) -> list[Row]:
    """Tasks and tombstones in order of revision; those behind the bytes of a page without their JSON.

    The rows are chosen and measured first and written as JSON afterwards: what is not told is not carried.
    """
    vendor = connection.vendor
    gone = (MOMENT.postgresql if vendor == "postgresql" else MOMENT.sqlite).format("deleted_at")
    tasks = f"SELECT revision, id, deleted_at, {paging.size(vendor)} AS size FROM todos_task"
    stones = "SELECT revision, task_id AS id, deleted_at, 100 AS size FROM todos_tombstone"
    chosen = " UNION ALL ".join(
        f"SELECT * FROM ({table} WHERE user_id = %s AND revision > %s ORDER BY revision LIMIT {limit}) part"
        for table in (tasks, stones)
    )
    placed = (
        f"SELECT revision, id, deleted_at, sum(size) OVER (ORDER BY revision) - size >= {paging.PAGE_BYTES} AS beyond"
        f" FROM ({chosen}) one ORDER BY revision LIMIT {limit}"
    )
    one = f"SELECT {columns(vendor)} FROM todos_task WHERE user_id = %s AND id = placed.id"
    line = f"SELECT row_to_json(one)::text FROM ({one}) one" if vendor == "postgresql" else one
    statement = (
        f"SELECT revision, id, {gone}, CASE WHEN deleted_at IS NULL AND NOT beyond THEN ({line}) END, beyond"
        f" FROM ({placed}) placed ORDER BY revision"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [user_id, user_id, since, user_id, since])
        rows: list[Any] = cursor.fetchall()
    return [Row(*row) for row in rows]


def _body(page: list[Row], token: str, *, more: bool, full: bool) -> bytes:
    items = ",\n".join(row.line for row in page if row.line is not None)
    deleted = ",".join(f'{{"id":{row.id},"deleted_at":"{row.gone}"}}' for row in page if row.line is None)
    flags = f'"next":"{token}","has_more":{str(more).lower()},"full":{str(full).lower()}'
    return f'{{"items":[{items}],"deleted":[{deleted}],{flags}}}'.encode()
