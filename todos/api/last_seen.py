"""What the tokens of a person said about them last, for the support desk.

Noted on writes only, and at most once in a quarter of an hour for each person: a read never pays for it.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import connection

from todos import cache_keys
from todos.clock import now

EVERY = 900  # seconds

_UPSERT = """
INSERT INTO todos_seen (user_id, email, name, source, at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (user_id) DO UPDATE SET email = EXCLUDED.email, name = EXCLUDED.name,
    source = EXCLUDED.source, at = EXCLUDED.at
"""


def note(principal: Any) -> None:
    """Note the claims of a principal who is about to write, if they say more than an id."""
    if not (principal.email or principal.name):
        return
    try:
        if not cache.add(cache_keys.personal("seen", principal.id), 1, EVERY):
            return
    except Exception:  # noqa: BLE001 - each cache backend has its own errors; the desk can do without this note
        return
    email, name = _told(principal.email).lower()[:254], _told(principal.name)[:200]
    at = connection.ops.adapt_datetimefield_value(now())
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [principal.id, email, name, principal.source[:32], at])


def _told(text: str | None) -> str:
    """A claim as PostgreSQL can keep it: it knows no NUL."""
    return (text or "").replace("\0", "")
