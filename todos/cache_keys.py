"""Names in the shared cache."""

from __future__ import annotations

from hashlib import sha256

_LONGEST = 64


def personal(kind: str, user_id: str) -> str:
    """The name of something that is kept for one person.

    An id may be longer than a cache's keys, and of characters that they do not take: then it goes by its digest.
    """
    plain = len(user_id) <= _LONGEST and user_id.isascii() and user_id.isalnum()
    return f"todos:{kind}:{user_id if plain else sha256(user_id.encode()).hexdigest()}"
