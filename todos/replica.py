"""Reading from a hot standby, where the reader's own writes stay visible.

Off unless `DATABASE_REPLICA_URL` is set. Every write notes the revision it makes in the shared cache
before it commits. A read whose person has such a note asks the standby; the answer carries the revision
it was read at, and if that is older than the note the primary is asked instead. Without a note (it has
expired, or the cache lost it) the primary answers and the note is made anew. So lag costs a second read
and never shows a person an older list than they have seen written.

While the cache cannot be reached, reads go to the primary and writes are refused: a write that left no
note could be overlooked by the next read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol, TypeVar

from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from todos import cache_keys

logger = logging.getLogger("todos.replica")

ALIAS = "replica"
REMEMBERED = 3600  # seconds: far longer than a standby that still serves can be behind


class Revised(Protocol):
    """An answer that says at which revision it was read."""

    @property
    def revision(self) -> int:
        """The owner's revision."""
        ...


R = TypeVar("R", bound=Revised)


def _key(user_id: str) -> str:
    return cache_keys.personal("revision", user_id)


def note_revision(user_id: str, revision: int) -> None:
    """Remember that `revision` is about to be committed. Raises OperationalError if that cannot be remembered."""
    try:
        cache.set(_key(user_id), revision, REMEMBERED)
    except Exception:  # noqa: BLE001 - each cache backend has its own errors
        raise OperationalError("the cache that keeps reads from a standby honest does not answer") from None


def read_fresh(user_id: str, ask: Callable[[str], R]) -> R:
    """What `ask` (given a database alias) answers, from the standby where that is not behind the person's writes."""
    try:
        noted = cache.get(_key(user_id))
    except Exception:  # noqa: BLE001 - each cache backend has its own errors, and all mean: not known
        return ask(DEFAULT_DB_ALIAS)
    if noted is not None:
        try:
            answer = ask(ALIAS)
        except OperationalError:
            logger.warning("The standby did not answer, so the primary was asked. Check DATABASE_REPLICA_URL.")
            connections[ALIAS].close_if_unusable_or_obsolete()
        else:
            if answer.revision >= noted:
                return answer
    answer = ask(DEFAULT_DB_ALIAS)
    if noted is None:
        cache.add(_key(user_id), answer.revision, REMEMBERED)
    return answer
