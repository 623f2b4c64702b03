"""A payload that is not one strict JSON object, correctly signed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from authbridge.testing.hostile.good import Good, segment
from authbridge.tokens.issuer import encode


def _json(good: Good) -> str:
    return json.dumps(dict(good.claims))


def _plus(members: str) -> Callable[[Good], str]:
    """The good claims and further raw members."""
    return lambda good: good.token(claims=_json(good)[:-1] + "," + members + "}")


def _bytes(change: Callable[[str], bytes]) -> Callable[[Good], str]:
    return lambda good: good.token(claims=change(_json(good)))


TOKENS: Mapping[str, Callable[[Good], str]] = {
    "an array of the claims": lambda good: good.token(claims=f"[{_json(good)}]"),
    "an array of pairs": lambda good: good.token(claims=[list(pair) for pair in good.claims.items()]),
    "a text": lambda good: good.token(claims=json.dumps(_json(good))),
    "a number": lambda good: good.token(claims="1"),
    "null": lambda good: good.token(claims="null"),
    "an empty object": lambda good: good.token(claims="{}"),
    "nothing but blanks": lambda good: good.token(claims="   "),
    "another token": lambda good: good.token(claims=good.token()),
    "base64url twice": lambda good: good.token(claims=segment(good.claims)),
    "sub twice": _plus('"sub":"alice"'),
    "sub twice, once escaped": _plus('"\\u0073ub":"alice"'),
    "exp twice": _plus('"exp":99999999999'),
    "iss twice": _plus('"iss":"x"'),
    "a member twice, deep inside": _plus('"x":{"a":1,"a":2}'),
    "NaN": _plus('"x":NaN'),
    "Infinity": _plus('"x":Infinity'),
    "a number too large": _plus('"x":1e999'),
    "a whole number of 5,000 digits": _plus('"x":' + "9" * 5_000),
    "half a surrogate pair": _plus('"name":"\\ud83e"'),
    "half a surrogate pair in a member's name": _plus('"\\udc00":1'),
    "a raw line break in a text": _plus('"x":"\n"'),
    "a raw NUL in a text": _plus('"x":"\0"'),
    "2,000 nested arrays": _plus('"x":' + "[" * 2_000 + "]" * 2_000),
    "400 nested objects, cut off": lambda good: good.token(claims='{"x":' * 400),
    "a trailing comma": lambda good: good.token(claims=_json(good)[:-1] + ",}"),
    "a comment": lambda good: good.token(claims=_json(good)[:-1] + "/* */}"),
    "single quotes": lambda good: good.token(claims=_json(good).replace('"', "'")),
    "text after it": lambda good: good.token(claims=_json(good) + "x"),
    "a second object after it": lambda good: good.token(claims=_json(good) * 2),
    "cut off": lambda good: good.token(claims=_json(good)[:-1]),
    "a byte order mark": _bytes(lambda text: b"\xef\xbb\xbf" + text.encode()),
    "UTF-16": _bytes(lambda text: text.encode("utf-16")),
    "UTF-16 without a mark": _bytes(lambda text: text.encode("utf-16-le")),
    "UTF-32": _bytes(lambda text: text.encode("utf-32")),
    "Latin-1": _bytes(lambda text: text[:-1].encode() + ',"x":"ä"}'.encode("latin-1")),
    "an overlong encoding": _bytes(lambda text: text[:-1].encode() + b',"x":"\xc0\x80"}'),
    "a surrogate in UTF-8": _bytes(lambda text: text[:-1].encode() + b',"x":"\xed\xa0\x80"}'),
    "a NUL after it": _bytes(lambda text: text.encode() + b"\0"),
    "a Python literal": lambda good: good.token(claims=repr(dict(good.claims))),
    "XML": lambda good: good.token(claims="<sub>alice</sub>"),
    "a pickle": lambda good: good.signed(segment({"alg": "HS256"}), encode(b"\x80\x04N.")),
}
