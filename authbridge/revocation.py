"""Ends tokens before their `exp`: a denylist of sessions and tokens, and a "not before" per person.

It lives in the Django cache named by REVOCATION_CACHE, and each entry only as long as a token it
could stop, so it cannot grow. Asked for Better Auth's tokens when REVOCATION is on, for those of
local accounts always. While the cache cannot be asked, the answer is `CannotDecide` (503), or yes
with REVOCATION_FAIL_OPEN.
"""

from __future__ import annotations

import logging
import time
from hashlib import sha256
from typing import Any, Literal

from django.core.cache import caches

from authbridge import conf, signals
from authbridge.errors import CannotDecide, Reason, TokenEnded
from authbridge.principal import LOCAL, Principal
from authbridge.tokens.verifier import Verified

logger = logging.getLogger("authbridge.revocation")

Kind = Literal["sid", "jti", "subject"]
_PREFIX = "authbridge:ended"


def revoke_session(session_id: str, *, until: float | None = None, actor: str = "") -> None:
    """Refuse every token of a session (`sid`) from now on.

    `until` (seconds since the epoch) is the latest `exp` of its tokens; without it the entry is
    kept as long as the longest token that is accepted.
    """
    _end("sid", session_id, until, actor)


def revoke_token(jti: str, *, until: float | None = None, actor: str = "") -> None:
    """Refuse one token, by its `jti`."""
    _end("jti", jti, until, actor)


def revoke_subject(user_id: str, *, until: float | None = None, actor: str = "") -> None:
    """Refuse every token of a person that was issued (`iat`) until now, or does not say when."""
    _end("subject", user_id, until, actor)


def check(verified: Verified) -> None:
    """Raise TokenEnded when the token has been revoked, CannotDecide when that cannot be found out."""
    claims, principal = verified.claims, verified.principal
    # A local id and a Better Auth id never collide, so one list serves both.
    subject = _key("subject", principal.id)
    names = [subject]
    if principal.session_id is not None:
        names.append(_key("sid", principal.session_id))
    jti = claims.get("jti")
    if isinstance(jti, str):
        names.append(_key("jti", jti))
    found = _ask(names)
    if not found:
        return
    not_before = found.pop(subject, None)
    if found or (not_before is not None and claims.get("iat", 0) <= not_before + _skew(principal)):
        raise TokenEnded(Reason.REVOKED)


def _skew(principal: Principal) -> float:
    """How far `iat` may lie ahead of our clock: a front end's by LEEWAY, our own not at all.

    So a person of Better Auth who signs in anew within LEEWAY of being revoked waits for it to pass.
    """
    return 0.0 if principal.source == LOCAL else conf.keys().LEEWAY


def _ask(names: list[str]) -> dict[str, Any]:
    keys = conf.keys()
    try:
        return caches[keys.REVOCATION_CACHE].get_many(names)
    except Exception as error:  # each cache backend has its own errors; the policy is one for all
        logger.exception("The revocation list did not answer. Check the cache that REVOCATION_CACHE names.")
        if keys.REVOCATION_FAIL_OPEN:
            return {}
        raise CannotDecide(Reason.REVOCATION_UNAVAILABLE) from error


def _end(kind: Kind, value: str, until: float | None, actor: str) -> None:
    if not value:
        raise ValueError(f"There is no {kind} to revoke.")
    keys, now = conf.keys(), time.time()
    longest = max(keys.MAX_LIFETIME, keys.ACCESS_LIFETIME) + keys.LEEWAY
    seconds = longest if until is None else min(until - now, longest)
    if seconds > 0:
        # A second more than the token has: its last second must not outlive the entry.
        caches[keys.REVOCATION_CACHE].set(_key(kind, value), now, timeout=int(seconds) + 1)
    signals.token_revoked.send_robust(None, kind=kind, value=value, actor=actor)


def _key(kind: Kind, value: str) -> str:
    # A digest, because a cache key takes neither every character nor the length that an id may have.
    name = value if value.isascii() and value.isalnum() and len(value) <= 64 else sha256(value.encode()).hexdigest()
    return f"{_PREFIX}:{kind}:{name}"
