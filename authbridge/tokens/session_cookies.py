"""Better Auth's two session cookies: the signed `session_token` and the cached `session_data`.

Both are the session itself, so they are worth more than an API token: whoever holds one can sign
out, change the password, and mint tokens. See `docs/sessions-and-ends.md` before accepting them.
"""

from __future__ import annotations

import hmac
import re
from binascii import b2a_base64
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import unquote

from authbridge.errors import BadSignature, CredentialRefused, MalformedToken, Reason
from authbridge.tokens.jws import read_object
from authbridge.tokens.keys import KeyRing

LONGEST_DATA = 32 * 1024
"""The longest `session_data` that is put together, in characters."""
MAX_CHUNKS = 100
CACHE_TYPE = "better-auth.session-cache+jwt"
"""The `typ` of a `session_data` that the jwt plugin signs with a key of its set."""
_LONGEST_TOKEN = 1024
_NUMBER = re.compile(r"0|[1-9][0-9]{0,2}")  # as Better Auth writes it, and no longer than a piece's number can be
_SIGNATURE = re.compile(r"[A-Za-z0-9+/]{43}=")


def cookie_name(kind: str, prefix: str, *, secure: bool) -> str:
    """The name of `session_token` or `session_data`; Better Auth prefixes it with `__Secure-` on https."""
    return f"{'__Secure-' if secure else ''}{prefix}.{kind}"


def joined(cookies: Mapping[str, str], name: str) -> str | None:
    """A cookie that Better Auth may have cut into `name.0`, `name.1`, …; None when it is not there.

    Raises CredentialRefused when a piece is missing or the whole is too long.
    """
    whole = cookies.get(name)
    if whole:
        return _bounded(unquote(whole))
    pieces = {int(tail): value for tail, value in _tails(cookies, name) if _NUMBER.fullmatch(tail)}
    if not pieces:
        return None
    if len(pieces) > MAX_CHUNKS or sorted(pieces) != list(range(len(pieces))):
        raise CredentialRefused(Reason.COOKIE_FORM, "session_data has a piece missing")
    return _bounded("".join(unquote(pieces[number]) for number in range(len(pieces))))


def _tails(cookies: Mapping[str, str], name: str) -> list[tuple[str, str]]:
    start = f"{name}."
    return [(key[len(start) :], value) for key, value in cookies.items() if key.startswith(start)]


def _bounded(value: str) -> str:
    if len(value) > LONGEST_DATA:
        raise CredentialRefused(Reason.OVERSIZE, "session_data")
    return value


def foreign_strategy(text: str) -> str | None:
    """How a `session_data` was made that is no HS256 JWS: `compact`, `jwe` or `jwt with sessionCookieCache`; else None.

    None is also the answer for text that is nothing of the kind. Nothing is verified.
    """
    segments = text.split(".")
    try:
        first = read_object(segments[0])
    except MalformedToken:
        return None
    if len(segments) == 1:
        return "compact" if "session" in first and "signature" in first else None
    if len(segments) == 5:
        return "jwe" if "enc" in first else None
    return "jwt with sessionCookieCache" if len(segments) == 3 and first.get("typ") == CACHE_TYPE else None


def signed_token(value: str, ring: KeyRing) -> str:
    """The session token in a `session_token` cookie, after its HMAC-SHA256 has been checked.

    `value` is as the browser sends it: percent-encoded `token.signature`, the signature in base64
    with padding. Raises BadSignature or CredentialRefused.
    """
    if len(value) > _LONGEST_TOKEN:
        raise CredentialRefused(Reason.OVERSIZE, "session_token")
    token, dot, signature = unquote(value).rpartition(".")
    if not (dot and token and token.isascii() and _SIGNATURE.fullmatch(signature)):
        raise CredentialRefused(Reason.COOKIE_FORM, "session_token is not token and signature")
    for key in ring.candidates(None, "HS256"):
        made = b2a_base64(key.sign(token.encode()), newline=False).decode()
        if hmac.compare_digest(made, signature):
            return token
    raise BadSignature(Reason.SIGNATURE, "no key of ours made it")


def token_digest(token: str) -> str:
    """SHA-256 of a session token, in hexadecimal: what may be kept or compared instead of it."""
    return sha256(token.encode()).hexdigest()
