"""One reader for the tokens of several issuers, which remembers those it has verified."""

from __future__ import annotations

import time
from itertools import islice

from authbridge.errors import BadSignature, Reason
from authbridge.tokens.jws import MAX_TOKEN, parse
from authbridge.tokens.keys import ASYMMETRIC, KeyRing
from authbridge.tokens.verifier import Verified, Verifier


class TokenReader:
    """Chooses the verifier by the header, so that keys of two issuers are never mixed.

    `local` verifies tokens whose `kid` is on its own ring, `key_set` those of an asymmetric
    algorithm, `shared` the rest; one that is None refuses. `cache_size` verified tokens are
    remembered, in this process's memory only, until their `exp` or until the key set is due.
    """

    def __init__(
        self,
        *,
        shared: Verifier | None = None,
        key_set: Verifier | None = None,
        local: Verifier | None = None,
        local_ring: KeyRing | None = None,
        cache_size: int = 0,
        longest: int = MAX_TOKEN,
    ) -> None:
        self.shared, self.key_set, self.local = shared, key_set, local
        self._local_ring = local_ring or KeyRing(())
        self._cache_size, self._longest = cache_size, longest
        self._remembered: dict[str, Verified] = {}

    def read(self, token: str) -> Verified:
        """What a good token says. Raises TokenError."""
        known = self._remembered.get(token)
        if known is not None:
            if time.time() < known.until:
                return known
            self._remembered.pop(token, None)
        verified = self._verify(token)
        if self._cache_size:
            self._remember(token, verified)
        return verified

    def _verify(self, token: str) -> Verified:
        compact = parse(token, self._longest)
        kid, algorithm = compact.header.get("kid"), compact.header.get("alg")
        if isinstance(kid, str) and kid in self._local_ring:
            verifier = self.local
        elif isinstance(algorithm, str) and algorithm in ASYMMETRIC:
            verifier = self.key_set
        else:
            verifier = self.shared
        if verifier is None:
            raise BadSignature(Reason.ALGORITHM, "tokens of this alg are not accepted here")
        return verifier.read(compact)

    def _remember(self, token: str, verified: Verified) -> None:
        # Tokens live for minutes and die in about the order they came: the oldest eighth goes.
        # Each step is one atomic operation on a dict, so that threads need no lock.
        if len(self._remembered) >= self._cache_size:
            for old in list(islice(tuple(self._remembered), self._cache_size // 8 + 1)):
                self._remembered.pop(old, None)
        self._remembered[token] = verified

    def forget(self) -> None:
        """Drop every remembered token."""
        self._remembered.clear()
