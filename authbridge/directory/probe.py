"""Whether Better Auth's tables can be asked what the live check asks, and why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import DatabaseError, InterfaceError, transaction
from django.utils.connection import ConnectionDoesNotExist

from authbridge import conf
from authbridge.directory import queries

_NOBODY = "authbridge-probe"
_SECONDARY = (
    "With `secondaryStorage` (Redis) Better Auth keeps sessions there and makes no session table, and what is in Redis "
    "cannot be asked here. There: set `session: { storeSessionInDatabase: true }` and migrate. Or here: switch "
    "LIVE_SESSION_CHECK and session_token_cookie off, and use REVOCATION or shorter tokens."
)
_NAMES = (
    "Check DIRECTORY_DATABASE (AUTHBRIDGE_DIRECTORY_DATABASE_URL), DIRECTORY_NAMING, the table names, and the grants "
    "of "
    "docs/sessions-and-ends.md."
)
_ADMIN = (
    "The admin plugin's columns of the user table (role, banned, banExpires) are not there or not granted: grant "
    "them as "
    "docs/sessions-and-ends.md has it, or unset DIRECTORY_ADMIN_COLUMNS where Better Auth has no admin plugin."
)


class Problem(NamedTuple):
    """What is wrong with the tables, and how to mend it. `certain` where requests will fail of it."""

    says: str
    mend: str
    certain: bool = True


def find_problem() -> Problem | None:
    """Ask the tables once, as requests would. None when they answer and hold sessions."""
    keys = conf.keys()
    error = _ask_sessions(admin=keys.DIRECTORY_ADMIN_COLUMNS)
    if error is None:
        if _has_sessions():
            return None
        return Problem("Better Auth's session table is empty", _SECONDARY, certain=False)
    says = f"Better Auth's tables cannot be read ({type(error).__name__})"
    if keys.DIRECTORY_ADMIN_COLUMNS and _ask_sessions(admin=False) is None:
        return Problem(says, _ADMIN)
    # Who can be read without sessions has them elsewhere; who cannot is called otherwise, or out of reach.
    return Problem(says, f"{_SECONDARY} {_NAMES}" if _ask(lambda: queries.find_user(_NOBODY)) is None else _NAMES)


def _ask_sessions(*, admin: bool) -> Exception | None:
    columns = ["id", "token"] if "session_token_cookie" in conf.keys().SOURCES else ["id"]
    for column in columns:
        error = _ask(lambda column=column: queries.session_and_user(column, _NOBODY, admin=admin))  # type: ignore[misc]
        if error is not None:
            return error
    return None


def _has_sessions() -> bool:
    return _ask(_require_a_session) is None


def _require_a_session() -> None:
    if not queries.has_sessions():
        raise LookupError


def _ask(ask: Callable[[], Any]) -> Exception | None:
    """What asking fails of, in a block of its own: on PostgreSQL a query that fails ends the transaction it is in."""
    try:
        with transaction.atomic(using=conf.keys().DIRECTORY_DATABASE):
            ask()
    except (DatabaseError, InterfaceError, ConnectionDoesNotExist, ValueError, LookupError) as error:
        return error
    return None
