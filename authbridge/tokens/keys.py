"""Keys that cannot be printed, and the ring they hang on: the first signs, all verify."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any, Protocol

SYMMETRIC = "HS256"
ASYMMETRIC = frozenset({"EdDSA", "ES256", "ES512", "RS256", "PS256"})

# Printable, and neither PEM (spaces), JSON (braces), DER (control bytes) nor an SSH key.
_PLAIN_SECRET = re.compile(rb"(?!ssh-|ecdsa-)[!-z|}~]+")


class Engine(Protocol):
    """An algorithm of RFC 7518, in the shape of PyJWT's."""

    def prepare_key(self, key: Any) -> Any:
        """The key in the form that the other two take. Raises what its library raises."""

    def sign(self, msg: bytes, key: Any) -> bytes: ...

    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool: ...


class HmacSha256:
    """HS256 (RFC 7518 section 3.2) by Python's own library.

    A service that knows only shared secrets never loads PyJWT and, behind it, cryptography. What could
    be something else than a secret, such as a public key put in its place, is PyJWT's to judge.
    """

    def prepare_key(self, key: Any) -> bytes:
        secret = key.encode() if isinstance(key, str) else key
        if isinstance(secret, bytes) and _PLAIN_SECRET.fullmatch(secret):
            return secret
        prepared: bytes = of_pyjwt(SYMMETRIC).prepare_key(key)
        return prepared

    def sign(self, msg: bytes, key: bytes) -> bytes:
        return hmac.digest(key, msg, "sha256")

    def verify(self, msg: bytes, key: bytes, sig: bytes) -> bool:
        return hmac.compare_digest(self.sign(msg, key), sig)


def of_pyjwt(algorithm: str) -> Any:
    """PyJWT's engine, imported when a key first needs it."""
    from jwt.algorithms import get_default_algorithms  # noqa: TID251 - the algorithms themselves

    return get_default_algorithms()[algorithm]


_HMAC = HmacSha256()


def engine_of(algorithm: str) -> Engine:
    """The engine of an algorithm. Raises ValueError for one that is not used here."""
    if algorithm == SYMMETRIC:
        return _HMAC
    if algorithm not in ASYMMETRIC:
        raise ValueError(f"Algorithm {algorithm!r} is not supported.")
    engine: Engine = of_pyjwt(algorithm)
    return engine


@dataclass(frozen=True, slots=True)
class Key:
    """One key with the one algorithm it may be used for (RFC 8725 section 3.1).

    `secret` is the shared secret as text (used as its UTF-8 bytes) or bytes, or a public key
    object of `cryptography`. Raises ValueError for an algorithm or a secret that cannot be used.
    """

    id: str
    secret: Any = field(repr=False)
    algorithm: str = SYMMETRIC
    _engine: Engine = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        engine = engine_of(self.algorithm)
        try:
            prepared = engine.prepare_key(self.secret)
        except Exception as error:
            # Each library has errors of its own; and a fixed sentence, since theirs may quote the key.
            raise ValueError(f"The key {self.id!r} cannot be used for {self.algorithm}.") from error
        object.__setattr__(self, "secret", prepared)
        object.__setattr__(self, "_engine", engine)

    @classmethod
    def shared(cls, secret: str) -> Key:
        """The HS256 key of a shared secret, named by `key_id`."""
        return cls(key_id(secret), secret)

    def sign(self, message: bytes) -> bytes:
        return self._engine.sign(message, self.secret)

    def verify(self, message: bytes, signature: bytes) -> bool:
        return self._engine.verify(message, self.secret, signature)


class KeySource(Protocol):
    """Where a verifier gets its keys: a `KeyRing`, or a key set fetched from elsewhere."""

    def candidates(self, kid: str | None, algorithm: str) -> Sequence[Key]:
        """The keys that may have signed a token with this header, most likely first."""

    def valid_until(self) -> float:
        """Until when (seconds since the epoch) a token verified now may be remembered."""


class KeyRing:
    """An ordered ring of keys. The first signs; all of them verify."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = tuple(keys)
        self._by_id = {key.id: key for key in self._keys}
        if len(self._by_id) != len(self._keys):
            raise ValueError("Two keys of a ring have the same id: the same secret is listed twice.")

    @property
    def signing(self) -> Key:
        """The key that signs. Raises LookupError on an empty ring."""
        if not self._keys:
            raise LookupError("There is no key to sign with.")
        return self._keys[0]

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, kid: object) -> bool:
        return kid in self._by_id

    def candidates(self, kid: str | None, algorithm: str) -> Sequence[Key]:
        """The key named by `kid`; all of the algorithm when the name is unknown or absent.

        Better Auth's own HS256 signers write no `kid`, and an application may write any.
        """
        named = self._by_id.get(kid) if kid is not None else None
        if named is not None:
            return (named,) if named.algorithm == algorithm else ()
        return tuple(key for key in self._keys if key.algorithm == algorithm)

    def valid_until(self) -> float:
        return inf


def key_id(secret: str) -> str:
    """A short name for a secret that is stable and does not reveal it: 12 hexadecimal digits."""
    return hmac.digest(secret.encode(), b"authbridge key id", "sha256").hex()[:12]


def fingerprint(secret: str) -> str:
    """16 hexadecimal digits to compare a secret on two machines without showing it.

    scrypt (RFC 7914; N=16384, r=8, p=1, salt `authbridge`) makes guessing a weak secret from a
    pasted fingerprint slow. Node: `crypto.scryptSync(secret, "authbridge", 8).toString("hex")`.
    """
    return hashlib.scrypt(
        secret.encode(), salt=b"authbridge", n=16_384, r=8, p=1, maxmem=64 * 1024 * 1024, dklen=8
    ).hex()


def parse_secrets(text: str) -> tuple[str, ...]:
    """The secrets in Better Auth's `BETTER_AUTH_SECRETS` form, `"2:new,1:old"`, newest first.

    Raises ValueError, without quoting a secret, when an entry has no whole-number version, is
    empty, or repeats a version.
    """
    secrets: dict[int, str] = {}
    for position, entry in enumerate(text.split(","), start=1):
        version, colon, secret = entry.strip().partition(":")
        if not (colon and version.isascii() and version.isdigit()):
            raise ValueError(f'Entry {position} is not of the form "version:secret".')
        if not secret:
            raise ValueError(f"Entry {position} has an empty secret.")
        if int(version) in secrets:
            raise ValueError(f"Entry {position} repeats version {int(version)}.")
        secrets[int(version)] = secret
    return tuple(secrets.values())
