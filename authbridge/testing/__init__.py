"""Real tokens for tests: signed with the configured key, so that nothing needs to be mocked.

    client.get("/api/tasks", headers=bearer(sub="alice"))

The pytest plugin `authbridge.testing.plugin` brings the same as fixtures.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from authbridge import conf
from authbridge.tokens.issuer import sign
from authbridge.tokens.keys import Key


def mint(
    sub: Any = "alice",
    *,
    secret: str | None = None,
    expires_in: float = 900,
    header: Mapping[str, Any] | None = None,
    **claims: Any,
) -> str:
    """A token as the Better Auth front end would sign it, under the current secret or `secret`.

    `claims` replace the default ones (`sub`, `iat`, `exp`, `iss`, `aud`); a claim given as
    `authbridge.testing.ABSENT` is left out. `header` replaces members of the JOSE header.
    """
    current = conf.current()
    now = int(time.time())
    payload: dict[str, Any] = {"sub": sub, "iat": now, "exp": now + int(expires_in)}
    if current.policy.issuer:
        payload["iss"] = current.policy.issuer
    if current.policy.audiences:
        payload["aud"] = min(current.policy.audiences)
    payload |= claims
    key = Key.shared(secret) if secret is not None else current.shared_ring.signing
    return sign(
        {"alg": "HS256", "typ": "JWT", **(header or {})},
        {name: value for name, value in payload.items() if value is not ABSENT},
        key,
    )


def bearer(sub: Any = "alice", **options: Any) -> dict[str, str]:
    """The header that carries `mint(...)`, for Django's test client (`headers=bearer()`)."""
    return {"Authorization": f"Bearer {mint(sub, **options)}"}


ABSENT: Any = object()
"""In `mint`: leave this claim out."""
