"""A JOSE header that brings its own key, changes what is signed, or is no header at all."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from authbridge.testing.hostile.good import HEADER, Good
from authbridge.tokens.issuer import encode

_JWK = {"kty": "oct", "k": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "alg": "HS256"}
_URL = "https://attacker.invalid/keys"

# Added to an otherwise good header; the signature is right.
_MEMBERS: Mapping[str, Mapping[str, Any]] = {
    "crit empty": {"crit": []},
    "crit names exp": {"crit": ["exp"], "exp": 1},
    "crit names an unknown extension": {"crit": ["http://example.invalid/x"], "http://example.invalid/x": True},
    "crit is text": {"crit": "exp"},
    "crit is null": {"crit": None},
    "b64 false": {"b64": False},
    "b64 false and critical": {"b64": False, "crit": ["b64"]},
    "b64 true": {"b64": True},
    "zip": {"zip": "DEF"},
    "zip null": {"zip": None},
    "cty JWT": {"cty": "JWT"},
    "jwk": {"jwk": _JWK},
    "jwk null": {"jwk": None},
    "jku": {"jku": _URL},
    "jku on this machine": {"jku": "http://127.0.0.1:1/keys"},
    "x5u": {"x5u": _URL},
    "x5c": {"x5c": ["MIIB"]},
    "x5t": {"x5t": "AAAA"},
    "x5t#S256": {"x5t#S256": "AAAA"},
    "enc": {"enc": "A256GCM"},
    "epk": {"epk": {"kty": "EC"}},
    "kid a number": {"kid": 1},
    "kid a list": {"kid": ["a"]},
    "kid an object": {"kid": {}},
    "kid null": {"kid": None},
    "kid true": {"kid": True},
    "kid empty": {"kid": ""},
    "kid of 500 characters": {"kid": "k" * 500},
    "kid with a NUL": {"kid": "a\0b"},
    "kid with a line break": {"kid": "a\r\nSet-Cookie: x=1"},
    "kid with an escape sequence": {"kid": "\x1b[31m"},
    "typ of a refresh token": {"typ": "rt+jwt"},
    "typ of a logout token": {"typ": "logout+jwt"},
    "typ of an ID token": {"typ": "id_token"},
    "typ of the session cache": {"typ": "better-auth.session-cache+jwt"},
    "typ JWE": {"typ": "JWE"},
    "typ JOSE+JSON": {"typ": "JOSE+JSON"},
    "typ empty": {"typ": ""},
    "typ null": {"typ": None},
    "typ a number": {"typ": 1},
    "typ a list": {"typ": ["JWT"]},
    "alg a list": {"alg": ["HS256"]},
    "alg an object": {"alg": {"HS256": True}},
    "alg a number": {"alg": 256},
    "alg null": {"alg": None},
    "alg true": {"alg": True},
}

# Under a key that the header names or invites; the signature fits that key.
_INVITED: Mapping[str, tuple[Mapping[str, Any], bytes]] = {
    "kid a path, empty key": ({"kid": "../../../../dev/null"}, b""),
    "kid a path to a known file": ({"kid": "/proc/sys/kernel/randomize_va_space"}, b"2\n"),
    "kid an SQL union": ({"kid": "x' UNION SELECT 'key'--"}, b"key"),
    "kid a shell command": ({"kid": "key|/usr/bin/id"}, b"key"),
    "kid a URL": ({"kid": _URL}, b"key"),
    "jwk and its key": ({"jwk": _JWK}, bytes(32)),
    "jku and a key of its own": ({"jku": _URL}, b"key"),
}

# The header as raw text or bytes, correctly signed.
_RAW: Mapping[str, str | bytes] = {
    "empty": "",
    "an empty object": "{}",
    "an array": '["HS256"]',
    "a text": '"HS256"',
    "a number": "256",
    "null": "null",
    "true": "true",
    "without alg": '{"typ":"JWT"}',
    "alg twice, none first": '{"alg":"none","alg":"HS256"}',
    "alg twice, none last": '{"alg":"HS256","alg":"none"}',
    "alg twice, once escaped": '{"alg":"HS256","\\u0061lg":"none"}',
    "typ twice": '{"alg":"HS256","typ":"rt+jwt","typ":"JWT"}',
    "a trailing comma": '{"alg":"HS256",}',
    "a comment": '{"alg":"HS256"/**/}',
    "single quotes": "{'alg':'HS256'}",
    "text after it": '{"alg":"HS256"}{}',
    "NaN": '{"alg":"HS256","x":NaN}',
    "Infinity": '{"alg":"HS256","x":-Infinity}',
    "a number too large": '{"alg":"HS256","x":1e999}',
    "half a surrogate pair": '{"alg":"HS256","x":"\\ud800"}',
    "a raw control character": '{"alg":"HS256","x":"\x01"}',
    "a byte order mark": b'\xef\xbb\xbf{"alg":"HS256"}',
    "UTF-16": '{"alg":"HS256"}'.encode("utf-16"),
    "UTF-16 without a mark": '{"alg":"HS256"}'.encode("utf-16-le"),
    "UTF-32": '{"alg":"HS256"}'.encode("utf-32"),
    "bytes that are not UTF-8": b'{"alg":"HS256","x":"\xff"}',
    "an overlong encoding": b'{"alg":"HS256","x":"\xc0\xaf"}',
    "a NUL after it": b'{"alg":"HS256"}\0',
    "400 nested arrays": '{"alg":"HS256","x":' + "[" * 300 + "]" * 300 + ',"y":' + "[" * 100 + "]" * 100 + "}",
    "2,000 characters": '{"alg":"HS256","x":"' + "x" * 2000 + '"}',
}


def _with(members: Mapping[str, Any]) -> Callable[[Good], str]:
    return lambda good: good.token({**HEADER, **members})


def _invited(members: Mapping[str, Any], key: bytes) -> Callable[[Good], str]:
    return lambda good: good.token({**HEADER, **members}, key=key)


def _raw(header: str | bytes) -> Callable[[Good], str]:
    return lambda good: good.token(header)


def _deflated(good: Good) -> str:
    payload = encode(zlib.compress(json.dumps(dict(good.claims)).encode())[2:-4])
    header = encode(json.dumps({**HEADER, "zip": "DEF"}).encode())
    return good.signed(header, payload)


TOKENS: Mapping[str, Callable[[Good], str]] = {
    **{name: _with(members) for name, members in _MEMBERS.items()},
    **{name: _invited(*value) for name, value in _INVITED.items()},
    **{f"header is {name}": _raw(value) for name, value in _RAW.items()},
    "zip with a deflated payload": _deflated,
}
