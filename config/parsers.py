"""The strict readers of request bodies: RFC 8259 JSON and nothing that merely resembles it."""

from __future__ import annotations

import json
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import IO, Any, NoReturn

from django.conf import settings
from rest_framework.exceptions import APIException, UnsupportedMediaType
from rest_framework.parsers import BaseParser

MAX_NESTING = 32
MAX_VALUES = 20_000  # in a body of 256 KiB; a route that takes longer ones says how many it takes (`max_values`)
_WINDOW = 65_536  # bytes that are looked at in one pass
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")  # as signed bytes: one down, one up
_NO_BRACKET = bytes(set(range(256)) - set(b"[]{}"))


class MalformedJSON(APIException):
    """400 `malformed_json`: the body is not JSON in the sense of RFC 8259."""

    status_code = 400
    default_code = "malformed_json"
    default_detail = "The body is not valid JSON."


class PayloadTooLarge(APIException):
    """413 `payload_too_large`: the body is longer than this route reads."""

    status_code = 413
    default_code = "payload_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"The body is larger than the {limit // 1024} KiB that this route takes.")


class StrictJSONParser(BaseParser):
    """`application/json` in UTF-8: no duplicate keys, no NaN, at most 32 levels, 256 KiB and 20,000 values."""

    media_type = "application/json"
    methods: tuple[str, ...] = ("POST", "PUT", "PATCH", "DELETE")

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The value in the body. Raises `MalformedJSON`, `PayloadTooLarge`, `UnsupportedMediaType`."""
        context = parser_context or {}
        request = context["request"]
        if request.method not in self.methods or not _is_utf8(request.META.get("CONTENT_TYPE", "")):
            raise UnsupportedMediaType(request.META.get("CONTENT_TYPE", ""))
        view = context.get("view")
        return loads(self.read_body(request, stream, view), getattr(view, "max_values", MAX_VALUES))

    def read_body(self, request: Any, stream: IO[Any], view: Any) -> bytes:
        """The bytes of the body, up to what the view takes."""
        limit = getattr(view, "max_body", None) or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = read_limited(request.META, stream, limit)
        request.body_bytes = body  # what an Idempotency-Key is bound to
        return body


class MergePatchParser(StrictJSONParser):
    """`application/merge-patch+json` (RFC 7396), for PATCH alone."""

    media_type = "application/merge-patch+json"
    methods = ("PATCH",)


def _is_utf8(content_type: str) -> bool:
    """Whether the media type names no charset, or the only one that JSON has (RFC 8259, 8.1)."""
    parameters = (part.strip().lower() for part in content_type.split(";")[1:])
    charsets = [part.partition("=")[2].strip('"') for part in parameters if part.startswith("charset")]
    return all(charset in ("utf-8", "utf8") for charset in charsets)


def read_limited(headers: Mapping[str, Any], stream: IO[bytes], limit: int) -> bytes:
    """At most `limit` bytes of the body; beyond that `PayloadTooLarge`, and nothing more is read."""
    if int(headers.get("CONTENT_LENGTH") or 0) > limit:
        raise PayloadTooLarge(limit)
    body = stream.read(limit + 1)
    if len(body) > limit:
        raise PayloadTooLarge(limit)
    return body


def loads(body: bytes, max_values: int = MAX_VALUES) -> Any:
    """The JSON value in `body`. Raises `MalformedJSON` saying which rule it breaks.

    Its structure is bounded before anything is made of it: `[{"a":0},…` becomes 35 times as large in memory.
    """
    if _exceeds(body, max_values):
        raise MalformedJSON(f"The body holds more than {max_values} values.")
    if body.count(b"[") + body.count(b"{") > MAX_NESTING and _nesting(body) > MAX_NESTING:
        raise MalformedJSON(f"The body is nested deeper than {MAX_NESTING} levels.")
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise MalformedJSON("The body is not UTF-8 text.") from None
    except json.JSONDecodeError as error:
        raise MalformedJSON(f"The body is not valid JSON: {_place(error)}.") from None
    except ValueError:  # an integer longer than Python converts
        raise MalformedJSON from None


def _exceeds(body: bytes, most: int) -> bool:
    """Whether `body`, if it is JSON, holds more values than `most`: each stands behind a `,`, a `[` or a `{`."""
    signs = (b",", b"[", b"{")
    if sum(map(body.count, signs)) <= most:
        return False
    return sum(sum(map(part.count, signs)) for part in _outside_strings(body)) > most


def _place(error: json.JSONDecodeError) -> str:
    """Where the fault is, the same on every Python: 3.13 points at a comma too many, 3.12 at what follows it."""
    if error.msg.startswith("Illegal trailing comma"):
        after = error.doc[error.pos + 1 :]
        follows = error.pos + 1 + len(after) - len(after.lstrip(" \t\r\n"))
        error = json.JSONDecodeError(error.msg, error.doc, follows)
    return f"line {error.lineno}, column {error.colno}"


def _nesting(body: bytes) -> int:
    """How deep `body` is nested, if it is JSON."""
    level = deepest = 0
    for part in _outside_strings(body):
        steps = array("b", part.translate(_STEPS, _NO_BRACKET))
        highest = max(accumulate(steps), default=0)
        deepest = max(deepest, level + highest)
        level += sum(steps)
    return deepest


def _outside_strings(body: bytes) -> Iterator[bytes]:
    """What of `body` stands outside its strings, window by window.

    Only in passes that C makes over the bytes: a step of Python for each bracket would let a body of 5 MB occupy
    a worker for seconds, and cut into all its strings at once it would be larger than what it is to become.
    """
    plain = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    inside = 0
    for start in range(0, len(plain), _WINDOW):
        parts = plain[start : start + _WINDOW].split(b'"')
        yield b"".join(parts[inside::2])
        inside ^= (len(parts) - 1) % 2


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = next(name for name in times if times[name] > 1)
        raise MalformedJSON(f"The member {json.dumps(twice)} is given more than once.")
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedJSON(f"{name} is not a JSON value.")
