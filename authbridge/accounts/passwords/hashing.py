"""The bound on passwords being hashed at once.

A hash at 12 rounds of bcrypt keeps a core busy for about a fifth of a second. It runs outside
Python's lock, but on the same cores and in the same threads as the API: without a bound, whoever
sends log-ins fast enough stops the service. Beyond the bound the answer is 429, at once, because a
request that waits holds a thread too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import BoundedSemaphore

from authbridge import conf
from authbridge.accounts.errors import TooBusy


@contextmanager
def turn() -> Iterator[None]:
    """Hold one of the places for hashing. Raises `TooBusy` (429) when all are taken."""
    places = _places(conf.keys().PASSWORD_HASHES_AT_ONCE)
    if not places.acquire(blocking=False):
        raise TooBusy
    try:
        yield
    finally:
        places.release()


@lru_cache(maxsize=1)
def _places(size: int) -> BoundedSemaphore:
    return BoundedSemaphore(size)
