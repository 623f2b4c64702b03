"""The verifier's mirror: a principal in, a short-lived signed token out (RFC 9068)."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authbridge.principal import Principal
from authbridge.tokens.keys import Key


@dataclass(frozen=True, slots=True)
class Issuer:
    """Issues access tokens under one key.

    `lifetime` is in seconds. `audience` empty: the same as `issuer`. `typ` is the header's type;
    `at+jwt` for the tokens of local accounts, `JWT` for those that stand in for Better Auth's.
    """

    key: Key
    issuer: str = ""
    audience: str = ""
    lifetime: float = 1_800.0
    typ: str = "at+jwt"

    def issue(self, principal: Principal, claims: Mapping[str, Any] | None = None, *, lifetime: float = 0) -> str:
        """A token that speaks for `principal`, with further `claims`; theirs never replace ours."""
        # To the millisecond (RFC 7519 section 2 allows it), so that "everything issued until now" can be
        # revoked without the token that is issued next.
        now = round(time.time(), 3)
        payload: dict[str, Any] = {
            **(claims or {}),
            "sub": principal.id,
            "iat": now,
            "exp": int(now + (lifetime or self.lifetime)),
        }
        if self.issuer:
            payload |= {"iss": self.issuer, "aud": self.audience or self.issuer}
        if principal.session_id is not None:
            payload["sid"] = principal.session_id
        for name, value in (("email", principal.email), ("name", principal.name)):
            if value is not None:
                payload.setdefault(name, value)
        if principal.roles:
            payload.setdefault("role", ",".join(sorted(principal.roles)))
        return sign({"alg": self.key.algorithm, "typ": self.typ, "kid": self.key.id}, payload, self.key)


def sign(header: Mapping[str, Any], payload: Mapping[str, Any], key: Key) -> str:
    """The compact JWS of a header and a payload (RFC 7515 section 3.1), signed by `key`."""
    message = ".".join(
        encode(json.dumps(part, separators=(",", ":"), ensure_ascii=False).encode()) for part in (header, payload)
    )
    return f"{message}.{encode(key.sign(message.encode()))}"


def encode(data: bytes) -> str:
    """base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()
