"""Not the one canonical text of a token: other alphabets, stray characters, wrong segments."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from authbridge.testing.hostile.good import HEADER, Good, segment
from authbridge.tokens.issuer import encode
from authbridge.tokens.jws import decode

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
# Their JSON has a length that leaves unused bits in the last character.
_LOOSE_HEADER = '{"alg":"HS256","typ":"JWT"}'


def _parts(good: Good) -> list[str]:
    return good.token().split(".")


def _stray_bits(text: str) -> str:
    """The same bytes to a lenient reader: the last character with its unused bits set."""
    return text[:-1] + _ALPHABET[_ALPHABET.index(text[-1]) | 1]


def _loose_payload(good: Good) -> str:
    for blanks in range(3):
        text = json.dumps(dict(good.claims)) + " " * blanks
        if len(text.encode()) % 3:
            return segment(text)
    raise AssertionError("one of three lengths leaves bits over")


def _tampered(place: int) -> Callable[[Good], str]:
    def make(good: Good) -> str:
        parts = _parts(good)
        raw = bytearray(decode(parts[2]))
        raw[place] ^= 1
        return ".".join((*parts[:2], encode(bytes(raw))))

    return make


def _joined(change: Callable[[list[str]], list[str]]) -> Callable[[Good], str]:
    return lambda good: ".".join(change(_parts(good)))


def _inserted(mark: str, which: int) -> Callable[[Good], str]:
    def change(parts: list[str]) -> list[str]:
        parts[which] = parts[which][:7] + mark + parts[which][7:]
        return parts

    return _joined(change)


def _replaced(which: int, value: str) -> Callable[[Good], str]:
    def change(parts: list[str]) -> list[str]:
        parts[which] = value
        return parts

    return _joined(change)


_SEGMENTS = ("header", "payload", "signature")
_MARKS = {
    "a blank": " ",
    "a tab": "\t",
    "a plus": "+",
    "a slash": "/",
    "a percent escape": "%41",
    "an equals sign": "=",
    "a comma": ",",
    "a quote": '"',
    "an umlaut": "ä",
    "a full-width letter": "\uff21",
    "a zero-width space": "\u200b",
}

TOKENS: Mapping[str, Callable[[Good], str]] = {
    **{
        f"{mark} in the {name}": _inserted(character, which)
        for mark, character in _MARKS.items()
        for which, name in enumerate(_SEGMENTS)
    },
    **{f"an empty {name}": _replaced(which, "") for which, name in enumerate(_SEGMENTS)},
    "stray bits in the header": lambda good: good.signed(
        _stray_bits(segment(_LOOSE_HEADER + " ")), segment(good.claims)
    ),
    "stray bits in the payload": lambda good: good.signed(segment(HEADER), _stray_bits(_loose_payload(good))),
    "stray bits in the signature": _joined(lambda parts: [*parts[:2], _stray_bits(parts[2])]),
    "padding after the payload, signed": lambda good: good.signed(segment(HEADER), _loose_payload(good) + "="),
    "padding after the signature": _joined(lambda parts: [*parts[:2], parts[2] + "="]),
    "the signature's first bit changed": _tampered(0),
    "the signature's last bit changed": _tampered(-1),
    "the signature one byte short": _joined(lambda parts: [*parts[:2], encode(decode(parts[2])[:-1])]),
    "the signature one byte long": _joined(lambda parts: [*parts[:2], encode(decode(parts[2]) + b"\0")]),
    "the signature twice": _joined(lambda parts: [*parts[:2], encode(decode(parts[2]) * 2)]),
    "the signature in hexadecimal": _joined(lambda parts: [*parts[:2], decode(parts[2]).hex()]),
    "the signature of another payload": lambda good: ".".join(
        (*_parts(good)[:2], good.but(sub="bob").rpartition(".")[2])
    ),
    "another payload under the signature": _joined(lambda parts: [parts[0], segment({"sub": "alice"}), parts[2]]),
    "header and payload exchanged": _joined(lambda parts: [parts[1], parts[0], parts[2]]),
    "one segment": _joined(lambda parts: parts[:1]),
    "two segments": _joined(lambda parts: parts[:2]),
    "four segments": _joined(lambda parts: [*parts, parts[2]]),
    "five segments, as a JWE": _joined(lambda parts: [*parts, *parts[1:]]),
    "a dot before": lambda good: "." + good.token(),
    "a dot after": lambda good: good.token() + ".",
    "only dots": lambda good: "..",
    "ten thousand dots": lambda good: "." * 10_000,
    "the token twice": lambda good: good.token() + good.token(),
    "two tokens and a comma": lambda good: good.token() + "," + good.token(),
    "two tokens and a blank": lambda good: good.token() + " " + good.token(),
    "the token in quotes": lambda good: f'"{good.token()}"',
    "the token base64url-encoded": lambda good: encode(good.token().encode()),
    "the JSON serialization": lambda good: json.dumps(
        dict(zip(("protected", "payload", "signature"), _parts(good), strict=True))
    ),
    "the claims themselves": lambda good: json.dumps(dict(good.claims)),
    "the letter a": lambda good: "a",
    "the word null": lambda good: "null",
    "the word undefined": lambda good: "undefined",
    "100,000 letters": lambda good: "a" * 100_000,
    "a good token of 9,000 characters": lambda good: good.but(name="x" * 6_500),
}
