"""The bound on passwords being hashed at once, and each address's fair share of it.

A hash at 12 rounds of bcrypt keeps a core busy for about a fifth of a second. It runs outside
Python's lock, but on the same cores and in the same threads as the API: without a bound, whoever
sends log-ins fast enough stops the service. Of the places that there are, one address (of IPv6: one
/64) holds no more than half, so that its tries cannot refuse another's. One request of a process may
wait a moment for a place, so that two colleagues who log in at once both get in; beyond that the
answer is 429 at once, because a request that waits holds a thread too.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from authbridge import conf
from authbridge.accounts.errors import TooBusy
from authbridge.client_address import neighbourhood

MAX_WAIT_SECONDS = 1.0
"""How long a request waits for a place: a hash that is under way, and one more."""

MAX_WAITING = 1
"""Requests of one process that wait: each holds a thread that the API lacks."""


class HashingPlaces:
    """`size` places of a process, and how many of them each address holds. Safe to share between threads."""

    def __init__(self, size: int) -> None:
        self.size, self.share = size, max(1, size // 2)
        self._held: Counter[str] = Counter()
        self._waiting = 0
        self._changed = threading.Condition()

    def take(self, address: str) -> bool:
        """Take a place for an address, waiting at most MAX_WAIT_SECONDS; False when there is none."""
        with self._changed:
            if not self._is_free(address):
                if self._waiting >= MAX_WAITING:
                    return False
                self._waiting += 1
                try:
                    if not self._changed.wait_for(lambda: self._is_free(address), MAX_WAIT_SECONDS):
                        return False
                finally:
                    self._waiting -= 1
            self._held[address] += 1
            return True

    def give_back(self, address: str) -> None:
        """Give the place back, to whoever waits."""
        with self._changed:
            self._held[address] -= 1
            self._held += Counter()  # forgets the addresses that hold none
            self._changed.notify_all()

    def _is_free(self, address: str) -> bool:
        # Where the server gives no address (a Unix socket), all are one, and a share would halve everybody's.
        share = self.share if address else self.size
        return self._held[address] < share and self._held.total() < self.size


@contextmanager
def hold_hashing_place(client_address: str) -> Iterator[None]:
    """Hold one of the places for hashing. Raises `TooBusy` (429) when this address or the process has none left."""
    places = _places(conf.keys().PASSWORD_HASHES_AT_ONCE)
    address = neighbourhood(client_address)
    if not places.take(address):
        raise TooBusy
    try:
        yield
    finally:
        places.give_back(address)


@lru_cache(maxsize=1)
def _places(size: int) -> HashingPlaces:
    return HashingPlaces(size)
