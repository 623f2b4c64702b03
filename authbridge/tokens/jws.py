"""The compact form of a JWS (RFC 7515 section 3.1), read strictly and once.

PyJWT reads it leniently: it takes base64url with stray bits, JSON with a member twice, and parses
again for every key tried. The signature itself is left to PyJWT's algorithms (`keys.Key`).
"""

from __future__ import annotations

import json
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping
from functools import lru_cache
from math import isfinite
from types import MappingProxyType
from typing import Any, NamedTuple

from authbridge.errors import MalformedToken, Reason

MAX_TOKEN = 8 * 1024
"""The longest token that is looked at, in characters."""
MAX_HEADER = 1024
"""The longest JOSE header, in base64url characters."""

_TO_STANDARD = str.maketrans("-_", "+/")
# What is neither base64url nor translated into it must not pass as the standard alphabet.
_FOREIGN = ("+", "/", "=")


class Compact(NamedTuple):
    """A token taken apart. `payload` is still bytes: nobody reads it before the signature holds."""

    header: Mapping[str, Any]
    payload: str
    signing_input: bytes
    signature: bytes


def parse(token: str, longest: int = MAX_TOKEN) -> Compact:
    """Take a token apart. Raises MalformedToken; bounded in time by the size limit."""
    if len(token) > longest:
        raise MalformedToken(Reason.OVERSIZE, f"longer than {longest} characters")
    if not token.isascii():
        raise MalformedToken(Reason.MALFORMED, "not ASCII")
    segments = token.split(".")
    if len(segments) != 3:
        raise MalformedToken(Reason.MALFORMED, "not three segments")
    header, payload, signature = segments
    if len(header) > MAX_HEADER:
        raise MalformedToken(Reason.OVERSIZE, f"a header longer than {MAX_HEADER} characters")
    return Compact(
        _header(header), payload, token[: -len(signature) - 1].encode() if signature else b"", decode(signature)
    )


# The header of one issuer is the same text in each of its tokens.
@lru_cache(maxsize=64)
def _header(segment: str) -> Mapping[str, Any]:
    return read_object(segment)


def read_object(segment: str) -> Mapping[str, Any]:
    """The JSON object in a base64url segment, frozen. Raises MalformedToken.

    Refused: bad UTF-8, a member twice, NaN and Infinity, numbers out of range, half a surrogate
    pair, anything but an object (RFC 8259 section 4, RFC 7515 section 4).
    """
    try:
        text = decode(segment).decode("utf-8")
        value = _STRICT.decode(text)
        if "\\u" in text:
            json.dumps(json.loads(text), ensure_ascii=False).encode()
    # ValueError covers UnicodeError and JSONDecodeError; deep nesting is a RecursionError.
    except (ValueError, RecursionError) as error:
        raise MalformedToken(Reason.MALFORMED, "not strict JSON") from error
    if not isinstance(value, MappingProxyType):
        raise MalformedToken(Reason.MALFORMED, "not a JSON object")
    return value


def decode(segment: str) -> bytes:
    """base64url without padding (RFC 7515 section 2), in its one canonical spelling."""
    standard = segment.translate(_TO_STANDARD) + "=" * (-len(segment) % 4)
    try:
        data = a2b_base64(standard, strict_mode=True)
    except ValueError as error:
        raise MalformedToken(Reason.MALFORMED, "not base64url") from error
    if any(mark in segment for mark in _FOREIGN) or b2a_base64(data, newline=False).decode() != standard:
        raise MalformedToken(Reason.MALFORMED, "not canonical base64url")
    return data


def _members(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    members = {name: _frozen(value) for name, value in pairs}
    if len(members) != len(pairs):
        raise ValueError("a member twice")
    return MappingProxyType(members)


def _frozen(value: Any) -> Any:
    # Claims are shared between the requests that carry the same token, so nothing may change them.
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("a number out of range")
    return number


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_STRICT = json.JSONDecoder(object_pairs_hook=_members, parse_float=_finite, parse_constant=_no_constant)
