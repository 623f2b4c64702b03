"""What the tokens of a person said about them last, for the support desk.

Noted on writes only, and at most once in a quarter of an hour for each person: a read never pays for it.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

from todos import cache_keys
from todos.clock import now
from todos.models import Seen
from todos.text.search import fold

SECONDS_BETWEEN_NOTES = 900
_UPDATED = ("email", "name", "name_folded", "source", "at")


def note(principal: Any) -> None:
    """Note the claims of a principal who is about to write, if they say more than an id."""
    if not (principal.email or principal.name):
        return
    try:
        if not cache.add(cache_keys.personal("seen", principal.id), 1, SECONDS_BETWEEN_NOTES):
            return
    except Exception:  # noqa: BLE001 - each cache backend has its own errors; the desk can do without this note
        return
    name = _told(principal.name)[:200]
    seen = Seen(
        user_id=principal.id,
        email=_told(principal.email).lower()[:254],
        name=name,
        name_folded=fold(name)[:200],
        source=principal.source[:32],
        at=now(),
    )
    Seen.objects.bulk_create([seen], update_conflicts=True, unique_fields=["user_id"], update_fields=_UPDATED)


def _told(text: str | None) -> str:
    """A claim as PostgreSQL can keep it: it knows no NUL."""
    return (text or "").replace("\0", "")
