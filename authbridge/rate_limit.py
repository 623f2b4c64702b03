"""Counting in fixed windows: one atomic operation on the shared cache per use."""

from __future__ import annotations

import logging
import math
import re
import time
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.core.cache import BaseCache, caches
from django.core.cache.backends.redis import RedisCache

from authbridge import conf

logger = logging.getLogger("authbridge.throttling")

_RATE = re.compile(r"\s*([1-9][0-9]{0,8})\s*/\s*([1-9][0-9]{0,5})?\s*(s|sec|second|m|min|minute|h|hour|d|day)s?\s*")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_MAX_IDENT_LENGTH = 128


class Rate(NamedTuple):
    """`limit` requests in a `window` of seconds."""

    limit: int
    window: int


class Outcome(NamedTuple):
    """What a request found: the limit, how many are left, and in how many seconds the count begins anew."""

    name: str
    rate: Rate
    remaining: int
    reset: int

    @property
    def allowed(self) -> bool:
        return self.remaining >= 0


@lru_cache(maxsize=64)
def parse_rate(text: str) -> Rate | None:
    """`"600/min"`, `"5/10s"`, `"1000/hour"`; empty is no limit. Raises ValueError on anything else."""
    if not text.strip():
        return None
    found = _RATE.fullmatch(text)
    if found is None:
        raise ValueError(f"A rate is written as 600/min, 5/10s or 1000/hour, not {text!r}.")
    return Rate(int(found[1]), int(found[2] or 1) * _SECONDS[found[3][0]])


def count(name: str, ident: str, rate: Rate) -> Outcome:
    """Count one use by `ident` under `name`, correct across threads, processes and machines.

    While the cache cannot be reached everything is allowed: a limit protects the service, and
    refusing everybody would be the outage it is meant to prevent. The failure is logged.
    """
    now = time.time()
    window = int(now // rate.window)
    reset = math.ceil((window + 1) * rate.window - now)
    try:
        used = _increment(
            caches[conf.keys().THROTTLE_CACHE], f"authbridge:rate:{name}:{_short(ident)}:{window}", rate.window
        )
    except Exception:  # each cache backend has its own errors, and none of them is a reason to refuse
        logger.exception("The cache that counts requests did not answer, so this request was not counted.")
        used = 0
    return Outcome(name, rate, rate.limit - used, reset)


def _short(ident: str) -> str:
    # A cache key takes neither every character nor the length that an id may have.
    plain = len(ident) <= _MAX_IDENT_LENGTH and ident.isascii() and " " not in ident and ident.isprintable()
    return ident if plain else sha256(ident.encode("utf-8", "replace")).hexdigest()


def _increment(cache: BaseCache, key: str, timeout: int) -> int:
    if isinstance(cache, RedisCache):
        # Django's own incr asks whether the key exists first: two round trips and a race.
        client: Any = cache._cache.get_client(None, write=True)
        made = cache.make_and_validate_key(key)
        pipeline = client.pipeline(transaction=True)
        pipeline.incr(made)
        pipeline.expire(made, timeout)
        return int(pipeline.execute()[0])
    try:
        return cache.incr(key)
    except ValueError:
        return 1 if cache.add(key, 1, timeout) else cache.incr(key)
