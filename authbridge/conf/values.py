"""From the raw `AUTHBRIDGE` setting to typed values, and a clear refusal of what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from math import inf
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from authbridge.conf.settings import KEYS, ConfKey, Keys

_BY_NAME = {key.name: key for key in KEYS}


def values(raw: Any) -> Keys:
    """The typed values of a raw setting. Raises ImproperlyConfigured naming the key at fault."""
    if not isinstance(raw, Mapping):
        raise ImproperlyConfigured("AUTHBRIDGE must be a dict of the keys in docs/settings.md.")
    typed = {}
    for name, value in raw.items():
        key = _BY_NAME.get(name)
        if key is None:
            close = get_close_matches(str(name).upper(), _BY_NAME, n=1)
            hint = f" Did you mean {close[0]}?" if close else " docs/settings.md lists the keys."
            raise ImproperlyConfigured(f"AUTHBRIDGE has an unknown key {name!r}, which would have no effect.{hint}")
        typed[name] = _typed(key, value)
    return Keys(**typed)


def _typed(key: ConfKey, value: Any) -> Any:
    convert, wanted = _KINDS[key.kind]
    if value is None and key.default is None:
        return None
    converted = convert(value)
    if converted is None:
        raise ImproperlyConfigured(f'AUTHBRIDGE["{key.name}"] must be {wanted}.')
    return converted


def _number(value: Any) -> float | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and 0 <= value < inf else None


def _integer(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _words(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, list | tuple | set | frozenset) and all(isinstance(word, str) for word in value):
        return tuple(value)
    return None


_KINDS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "flag": (_flag, "True or False"),
    "integer": (_integer, "a whole number, 0 or more"),
    "number": (_number, "a number, 0 or more"),
    "text": (_text, "text"),
    "words": (_words, "a list of texts"),
    "secret": (_text, "text"),
    "secrets": (_words, "a list of texts"),
}
