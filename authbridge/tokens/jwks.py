"""Better Auth's key set (RFC 7517), fetched, pinned and kept.

A set is asked for again when it is older than `max_age`, or when a token names a `kid` that is not
in it: Better Auth makes a new key when it next signs, so a new `kid` is first seen in a request.
Never more often than every `cooldown` seconds, and by one thread at a time; who can be served by
the last set does not wait for it. A `kid` is refused once a set fetched after it was first seen does
not have it; until then nothing can be decided. While the set cannot be fetched, the last one serves
until it is `max_stale` seconds old.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Any

from authbridge.errors import BadSignature, CannotDecide, Reason
from authbridge.tokens.http_json import FetchError, fetch_json
from authbridge.tokens.keys import ASYMMETRIC, Key, of_pyjwt

logger = logging.getLogger("authbridge.tokens.jwks")

MAX_KEYS = 64
_WAIT = 1.0  # seconds a request waits for another's fetch before it goes on with what there is
# The one shape of key that each algorithm may have, as (kty, crv): RFC 7518 section 6, RFC 8037.
_SHAPES = {
    "EdDSA": ("OKP", "Ed25519"),
    "ES256": ("EC", "P-256"),
    "ES512": ("EC", "P-521"),
    "RS256": ("RSA", None),
    "PS256": ("RSA", None),
}
_SHORTEST_RSA = 2048
_MAX_UNKNOWN_KIDS = 1_024


@dataclass(frozen=True, slots=True)
class _Fetched:
    keys: Mapping[str, Key]
    at: float


class JwksKeys:
    """A `KeySource` over a URL. Times are in seconds. One per URL and process; safe across threads."""

    def __init__(
        self,
        url: str,
        algorithms: Sequence[str] = tuple(sorted(ASYMMETRIC)),
        *,
        timeout: float = 3.0,
        max_age: float = 300.0,
        max_stale: float = 86_400.0,
        cooldown: float = 10.0,
    ) -> None:
        self.url, self.timeout = url, timeout
        self.max_age, self.max_stale, self.cooldown = max_age, max_stale, cooldown
        self._algorithms = frozenset(algorithms) & ASYMMETRIC
        self._lock = threading.Lock()
        self._fetched: _Fetched | None = None
        self._tried = 0.0
        # Unknown key ids and when each was first seen, oldest first. Anybody can make them up, so they are bounded;
        # one that was pushed out is only asked for once more.
        self._first_seen: dict[str, float] = {}

    def candidates(self, kid: str | None, algorithm: str) -> Sequence[Key]:
        """The key of the set named by `kid`, if it is for `algorithm`.

        Raises BadSignature for a `kid` that a set fetched since does not have, CannotDecide before there is one,
        with the seconds until the set may be asked for again.
        """
        if kid is None:
            raise BadSignature(Reason.UNKNOWN_KEY, "kid is missing")
        arrived = time.time()
        key = self._current().get(kid) or self._look_for(kid, arrived)
        return (key,) if key.algorithm == algorithm else ()

    def _look_for(self, kid: str, arrived: float) -> Key:
        """The key of an unknown `kid`, from a set fetched now if that is allowed."""
        first_seen = self._remember_unknown(kid, arrived)
        self._refresh(wait=_WAIT)
        key, fetched = self._usable().get(kid), self._fetched
        if key is not None:
            self._first_seen.pop(kid, None)
            return key
        if fetched is None or fetched.at < first_seen:
            raise self._cannot_decide("kid is not in the last key set, which cannot be asked for again yet")
        raise BadSignature(Reason.UNKNOWN_KEY, "kid is not in the key set")

    def _remember_unknown(self, kid: str, arrived: float) -> float:
        """When `kid` was first seen. Each step is one atomic operation on a dict, so that threads need no lock."""
        if len(self._first_seen) >= _MAX_UNKNOWN_KIDS:
            for old in tuple(self._first_seen)[: _MAX_UNKNOWN_KIDS // 8]:
                self._first_seen.pop(old, None)
        return self._first_seen.setdefault(kid, arrived)

    def _cannot_decide(self, why: str) -> CannotDecide:
        # Another thread that is asking right now is done when its time is up, at the latest.
        wait = self.timeout if self._lock.locked() else self._tried + self.cooldown - time.time()
        return CannotDecide(Reason.KEYS_UNAVAILABLE, why, retry_after=max(1, ceil(wait)))

    def valid_until(self) -> float:
        fetched = self._fetched
        return max(fetched.at + self.max_age, self._tried + self.cooldown) if fetched else 0.0

    def _current(self) -> Mapping[str, Key]:
        fetched = self._fetched
        if fetched is None or time.time() > fetched.at + self.max_age:
            self._refresh(wait=0 if self._serves(fetched) else _WAIT)
        return self._usable()

    def _usable(self) -> Mapping[str, Key]:
        fetched = self._fetched
        if fetched is None or not self._serves(fetched):
            raise self._cannot_decide("the key set cannot be fetched")
        return fetched.keys

    def _serves(self, fetched: _Fetched | None) -> bool:
        # A fresh set serves, however short a stale one may.
        return fetched is not None and time.time() <= fetched.at + max(self.max_age, self.max_stale)

    def _refresh(self, wait: float) -> None:
        """Fetch, unless that was just tried or another thread is at it for longer than `wait` seconds."""
        before = self._tried
        if not self._lock.acquire(timeout=wait):
            return
        try:
            if self._tried != before or time.time() < self._tried + self.cooldown:
                return
            self._tried = time.time()
            self._fetched = _Fetched(self.fetch(), self._tried)
        except FetchError as error:
            logger.warning("The key set could not be fetched (%s); the last one serves while it may.", error)
        finally:
            self._lock.release()

    def fetch(self) -> Mapping[str, Key]:
        """The usable keys of the set, by `kid`, asked for now. Raises FetchError."""
        document = fetch_json(self.url, self.timeout)
        members = document.get("keys") if isinstance(document, dict) else None
        if not isinstance(members, list) or len(members) > MAX_KEYS:
            raise FetchError("the answer is not a key set")
        keys = filter(None, (public_key(member, self._algorithms) for member in members))
        return {key.id: key for key in keys}


def public_key(jwk: Any, algorithms: frozenset[str] = ASYMMETRIC) -> Key | None:
    """The verification key in a JWK; None for one that is not ours to use.

    Not used: a private or symmetric key, one that is not for verifying (`use`, `key_ops`), one
    without `kid` or `alg`, an algorithm that is not allowed, a curve that is not the algorithm's,
    RSA under 2048 bits.
    """
    if not isinstance(jwk, dict) or "d" in jwk or "k" in jwk or jwk.get("use", "sig") != "sig":
        return None
    operations = jwk.get("key_ops", ["verify"])
    if not isinstance(operations, list) or "verify" not in operations:
        return None
    kid, algorithm = jwk.get("kid"), jwk.get("alg")
    if not isinstance(kid, str) or not kid or not isinstance(algorithm, str) or algorithm not in algorithms:
        return None
    if (jwk.get("kty"), jwk.get("crv")) != _SHAPES[algorithm]:
        return None
    try:
        material = of_pyjwt(algorithm).from_jwk(jwk)
        key = Key(kid, material, algorithm)
    except Exception:  # noqa: BLE001 - PyJWT's and cryptography's own errors, and all mean: not a usable key
        return None
    return None if getattr(material, "key_size", _SHORTEST_RSA) < _SHORTEST_RSA and jwk["kty"] == "RSA" else key


@lru_cache(maxsize=8)
def key_set(
    url: str, algorithms: tuple[str, ...], timeout: float, max_age: float, max_stale: float, cooldown: float
) -> JwksKeys:
    """The key set at `url`; equal arguments share one. Times are in seconds."""
    return JwksKeys(url, algorithms, timeout=timeout, max_age=max_age, max_stale=max_stale, cooldown=cooldown)
