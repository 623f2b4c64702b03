"""Refresh tokens as text: 256 random bits, their digest, and the one that follows.

Nothing here can be replayed from the database: rows hold digests, and a successor can be worked out
only by who has both its predecessor and our key.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode

BYTES = 32
_FORM = re.compile(r"[A-Za-z0-9_-]{43}\Z")


def new_token() -> str:
    """A fresh token: 256 random bits as 43 letters, digits, - and _ (RFC 4648 section 5)."""
    return secrets.token_urlsafe(BYTES)


def looks_like_token(text: str) -> bool:
    """Whether the text has a token's form; a JWT (it has dots) never does."""
    return _FORM.match(text) is not None


def digest(token: str) -> str:
    """What is stored of a token: SHA-256 in hex. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def successor(token: str, secret: str) -> str:
    """The token that replaces `token`: the same one however often it is asked for.

    HMAC-SHA256 (RFC 2104) under our key, so that two requests that race with one token are given
    one successor, though only its digest is stored.
    """
    mac = hmac.digest(secret.encode(), b"authbridge refresh successor\0" + token.encode(), "sha256")
    return urlsafe_b64encode(mac).rstrip(b"=").decode()
