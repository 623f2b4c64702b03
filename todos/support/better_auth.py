"""Better Auth's own tables, where this service can read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils.connection import ConnectionDoesNotExist

from authbridge import conf
from authbridge.directory import queries

T = TypeVar("T")


def asked(ask: Callable[[str], T], value: str) -> T | None:
    """What `ask` (of `authbridge.directory.queries`) says; None where the tables are not to be read.

    In a block of its own: on PostgreSQL a query that fails ends the transaction it is in.
    """
    if not apps.is_installed("authbridge.directory"):
        return None
    try:
        with transaction.atomic(using=conf.keys().DIRECTORY_DATABASE):
            return ask(value)
    except (DatabaseError, ConnectionDoesNotExist):
        return None


def in_reach() -> bool:
    """Whether Better Auth's tables answer, with a look-up that finds nobody."""
    return asked(queries.sessions_of, "") is not None
