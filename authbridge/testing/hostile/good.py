"""The good token that hostile ones are derived from."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authbridge import conf
from authbridge.tokens.issuer import encode

HEADER: Mapping[str, Any] = {"alg": "HS256", "typ": "JWT"}


@dataclass(frozen=True)
class Good:
    """What a token needs to be accepted: the secret and the claims."""

    secret: str
    claims: Mapping[str, Any]

    @classmethod
    def current(cls) -> Good:
        """As the current settings accept it."""
        current = conf.current()
        now = int(time.time())
        claims: dict[str, Any] = {"sub": "mallory", "iat": now, "exp": now + 900}
        if current.policy.issuer:
            claims |= {"iss": current.policy.issuer, "aud": min(current.policy.audiences)}
        return cls(current.secrets[0], claims)

    def token(
        self, header: Any = HEADER, claims: Any = None, *, key: str | bytes | None = None, digest: str = "sha256"
    ) -> str:
        """A token with this header and these claims (default: the good ones), as JSON or as the text or bytes given."""
        return self.signed(segment(header), segment(self.claims if claims is None else claims), key=key, digest=digest)

    def signed(self, header: str, payload: str, *, key: str | bytes | None = None, digest: str = "sha256") -> str:
        """Two segments, whatever they are, and their HMAC."""
        secret = self.secret if key is None else key
        raw = secret.encode() if isinstance(secret, str) else secret
        message = f"{header}.{payload}"
        return f"{message}.{encode(hmac.digest(raw, message.encode(), digest))}"

    def but(self, **changes: Any) -> str:
        """The good token with claims changed."""
        return self.token(claims={**self.claims, **changes})

    def without(self, *names: str, **changes: Any) -> str:
        """The good token without these claims."""
        return self.token(
            claims={name: value for name, value in {**self.claims, **changes}.items() if name not in names}
        )

    def text(self, **raw: str) -> str:
        """The good token with members of the payload replaced by raw JSON text."""
        members = {name: json.dumps(value) for name, value in self.claims.items()} | raw
        return self.token(claims="{" + ",".join(f'"{name}":{value}' for name, value in members.items()) + "}")


def segment(part: Any) -> str:
    """One segment from a value, or from the text or bytes that stand for it."""
    if isinstance(part, bytes):
        return encode(part)
    text = part if isinstance(part, str) else json.dumps(part, separators=(",", ":"))
    return encode(text.encode("utf-8", "surrogatepass"))
