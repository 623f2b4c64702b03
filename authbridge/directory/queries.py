"""Look-ups in Better Auth's tables. Each is one SELECT of named columns, never of `session.token`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DatabaseError, DataError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.connection import ConnectionDoesNotExist

from authbridge import conf
from authbridge.directory import rows
from authbridge.directory.names import SESSION_COLUMNS, USER_COLUMNS, Names, names
from authbridge.directory.rows import BetterAuthSession, BetterAuthUser

MOST_SESSIONS = 200


def find_user(user_id: str) -> BetterAuthUser | None:
    """The person with this id. Raises django.db.DatabaseError while the tables cannot be read."""
    found = _select_users("id", user_id)
    return found[0] if found else None


def find_user_by_email(email: str) -> BetterAuthUser | None:
    """The person with this address, in any case: Better Auth stores addresses in lower case."""
    found = _select_users("email", email.strip().lower())
    return found[0] if found else None


def sessions_of(user_id: str) -> list[BetterAuthSession]:
    """The sessions of a person, newest first, at most 200, ended ones included where they are kept."""
    called = names()
    sql = (
        f"SELECT {_columns(called, 's', SESSION_COLUMNS)} FROM {_quote(called.session_table)} s "
        f"WHERE s.{_quote(called.column('userId'))} = %s "
        f"ORDER BY s.{_quote(called.column('createdAt'))} DESC LIMIT {MOST_SESSIONS}"
    )
    return [rows.session(row) for row in _fetch(sql, [user_id], SESSION_COLUMNS)]


def has_sessions() -> bool:
    """Whether the session table holds any row, ended ones included."""
    called = names()
    return bool(_fetch(f"SELECT 1 FROM {_quote(called.session_table)} LIMIT 1", [], ["1"]))


def session_and_user(column: str, value: str, *, admin: bool = True) -> tuple[BetterAuthSession, BetterAuthUser] | None:
    """The session whose `column` (`id` or `token`) has this value, with its person, in one query.

    `admin=False` leaves the admin plugin's columns out, whatever DIRECTORY_ADMIN_COLUMNS says.
    """
    called = names()
    user_columns = called.user_columns if admin else USER_COLUMNS
    sql = (
        f"SELECT {_columns(called, 's', SESSION_COLUMNS)}, {_columns(called, 'u', user_columns)} "
        f"FROM {_quote(called.session_table)} s JOIN {_quote(called.user_table)} u "
        f"ON u.{_quote(called.column('id'))} = s.{_quote(called.column('userId'))} "
        f"WHERE s.{_quote(called.column(column))} = %s"
    )
    both = [f"s.{name}" for name in SESSION_COLUMNS] + [f"u.{name}" for name in user_columns]
    found = _fetch(sql, [value], both)
    if not found:
        return None
    row = found[0]
    return (
        rows.session({name: row[f"s.{name}"] for name in SESSION_COLUMNS}),
        rows.user({name: row[f"u.{name}"] for name in user_columns}),
    )


def _select_users(column: str, value: str) -> list[BetterAuthUser]:
    called = names()
    sql = (
        f"SELECT {_columns(called, 'u', called.user_columns)} FROM {_quote(called.user_table)} u "
        f"WHERE u.{_quote(called.column(column))} = %s"
    )
    return [rows.user(row) for row in _fetch(sql, [value], called.user_columns)]


def _connection() -> BaseDatabaseWrapper:
    """The database that DIRECTORY_DATABASE names. Raises DatabaseError when there is none of that name."""
    alias = conf.keys().DIRECTORY_DATABASE
    try:
        return connections[alias]
    except ConnectionDoesNotExist:
        raise DatabaseError(f"There is no database {alias!r} (authbridge.E018).") from None


def _fetch(sql: str, values: Sequence[str], columns: Sequence[str]) -> list[Mapping[str, Any]]:
    try:
        with _connection().cursor() as cursor:
            cursor.execute(sql, values)
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    except DataError:
        # With `generateId: "uuid"` or "serial" an id that is neither cannot be anybody's.
        return []


def _columns(called: Names, table: str, wanted: Sequence[str]) -> str:
    # SQLite: Better Auth declares its moments as `date`, which Django's converter reads as None, as they carry
    # a time. A plus changes no value, and the result has no declared type for a converter to go by.
    plus = "+" if _connection().vendor == "sqlite" else ""
    return ", ".join(f"{plus}{table}.{_quote(called.column(name))}" for name in wanted)


def _quote(name: str) -> str:
    # `user` is a reserved word and camelCase folds without quotes; a schema stands before a dot.
    quote = _connection().ops.quote_name
    return ".".join(quote(part.replace('"', "")) for part in name.split("."))
