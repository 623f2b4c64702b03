"""Signed by a key that is not ours, or by ours in a way that is not agreed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping

from authbridge.testing.hostile.good import HEADER, Good

_WRONG: Mapping[str, Callable[[str], str | bytes]] = {
    "empty": lambda secret: b"",
    "one NUL": lambda secret: b"\0",
    "the word secret": lambda secret: "secret",
    "Better Auth's public default": lambda secret: "better-auth-secret-12345678901234567890",
    "a newline after the secret": lambda secret: secret + "\n",
    "a blank before the secret": lambda secret: " " + secret,
    "quotes around the secret": lambda secret: f'"{secret}"',
    "the secret in upper case": str.upper,
    "the secret backwards": lambda secret: secret[::-1],
    "the secret cut short": lambda secret: secret[:-1],
    "the secret base64-decoded": lambda secret: base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4)),
    "the secret base64-encoded": lambda secret: base64.b64encode(secret.encode()),
    "the secret's SHA-256": lambda secret: hashlib.sha256(secret.encode()).digest(),
    "the secret's SHA-256 in hexadecimal": lambda secret: hashlib.sha256(secret.encode()).hexdigest(),
    "the secret in UTF-16": lambda secret: secret.encode("utf-16-le"),
    "another secret": lambda secret: "x" * len(secret),
    "the issuer's name": lambda secret: "http://localhost:3000",
}

_NO_SIGNATURE = {
    "none": "none",
    "None": "None",
    "NONE": "NONE",
    "nOnE": "nOnE",
    "none with a blank": "none ",
    "none with a NUL": "none\0",
    "null as text": "null",
    "empty text": "",
}

_SIGNED_OTHERWISE = {
    "hs256 in lower case": ("hs256", "sha256"),
    "HS256 with a blank": ("HS256 ", "sha256"),
    "HS256 in Cyrillic": ("H\u0405256", "sha256"),
    "HS384": ("HS384", "sha384"),
    "HS512": ("HS512", "sha512"),
    "HS384 made by SHA-256": ("HS384", "sha256"),
    "HS256 made by SHA-512": ("HS256", "sha512"),
    "HS1": ("HS1", "sha1"),
    "HS256 made by SHA-1": ("HS256", "sha1"),
    "RS256": ("RS256", "sha256"),
    "RS512": ("RS512", "sha512"),
    "PS256": ("PS256", "sha256"),
    "ES256": ("ES256", "sha256"),
    "ES256K": ("ES256K", "sha256"),
    "EdDSA": ("EdDSA", "sha256"),
    "Ed25519": ("Ed25519", "sha256"),
    "dir": ("dir", "sha256"),
    "A128KW": ("A128KW", "sha256"),
    "PBES2-HS256+A128KW": ("PBES2-HS256+A128KW", "sha256"),
}


def _under(make: Callable[[str], str | bytes]) -> Callable[[Good], str]:
    return lambda good: good.token(key=make(good.secret))


def _unsigned(algorithm: str) -> Callable[[Good], str]:
    return lambda good: good.token({**HEADER, "alg": algorithm}).rpartition(".")[0] + "."


def _none_signed(algorithm: str) -> Callable[[Good], str]:
    return lambda good: good.token({**HEADER, "alg": algorithm})


def _otherwise(algorithm: str, digest: str) -> Callable[[Good], str]:
    return lambda good: good.token({**HEADER, "alg": algorithm}, digest=digest)


def _zero(algorithm: str, length: int) -> Callable[[Good], str]:
    """A signature of zeros: r = s = 0 passes a verifier that forgot the range check (CVE-2022-21449)."""
    zeros = base64.urlsafe_b64encode(bytes(length)).decode().rstrip("=")
    return lambda good: good.token({**HEADER, "alg": algorithm}).rpartition(".")[0] + "." + zeros


TOKENS: Mapping[str, Callable[[Good], str]] = {
    **{f"signed with {name}": _under(make) for name, make in _WRONG.items()},
    **{f"alg {name}, unsigned": _unsigned(value) for name, value in _NO_SIGNATURE.items()},
    **{f"alg {name}, signed": _none_signed(value) for name, value in _NO_SIGNATURE.items()},
    **{f"alg {name}": _otherwise(*value) for name, value in _SIGNED_OTHERWISE.items()},
    "ES256 with a signature of zeros": _zero("ES256", 64),
    "EdDSA with a signature of zeros": _zero("EdDSA", 64),
    "HS256 with a signature of zeros": _zero("HS256", 32),
}
