"""Typed readers of the environment, on environs.

Every reader takes the name of a variable and returns a value of one type, or raises
`ImproperlyConfigured` with one paragraph that says what is wrong, why it matters and how to mend it.
A variable may be given as `NAME`, or as `NAME_FILE`, the path of a file that holds it (the way
container platforms mount secrets). A set variable wins over `.env`; `NAME` beside `NAME_FILE` is
refused, because nobody could say which one is live.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values
from environs import EnvValidationError, FileAwareEnv

from authbridge.conf.origins import origin_of

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


class _Environment(FileAwareEnv):
    """environs, with a paragraph for the operator where a file cannot be read or a value is given twice."""

    def _get_value(self, env_key: str, default: Any) -> Any:
        file_key = f"{env_key}{self.file_suffix}"
        path = os.environ.get(file_key)
        if path is None:
            return super()._get_value(env_key, default)
        if env_key in os.environ:
            raise ImproperlyConfigured(
                f"Both {env_key} and {file_key} are set, so it is not clear which one counts. Unset one of them."
            )
        try:
            # One trailing newline is what editors and `echo` leave; anything more is the operator's text.
            return Path(path).read_text(encoding="utf-8").removesuffix("\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise ImproperlyConfigured(
                f"{file_key} names a file that cannot be read ({reason}), so {env_key} has no value. "
                f"Check the path, and that the service's user may read it."
            ) from None


_env = _Environment()


def load(path: Path) -> None:
    """Read `path` (a `.env` file) under the environment: what is set already stays as it is."""
    for name, value in dotenv_values(path, interpolate=False).items():
        twin = name.removesuffix("_FILE") if name.endswith("_FILE") else f"{name}_FILE"
        if value is not None and name not in os.environ and twin not in os.environ:
            os.environ[name] = value


def text(name: str, default: str = "") -> str:
    """The variable as it stands, or `default` where it is not set."""
    value: str = _env.str(name, default)
    return value


def secret(name: str, default: str = "") -> str:
    """A secret: as `text`; a name of its own so that what is secret can be found by reading settings."""
    return text(name, default)


def flag(name: str, *, default: bool) -> bool:
    """`1 true yes on` or `0 false no off`, in any case."""
    value = text(name, "1" if default else "0").strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is neither on nor off: it takes 1 or 0 (true, false, yes, no, on, off).")


def number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number in the range `least`..`most`."""
    value = text(name).strip()
    if not value:
        return default
    wanted = f"a whole number from {least}" + ("" if most is None else f" to {most}")
    if not (value.isascii() and value.removeprefix("-").isdigit()):
        raise ImproperlyConfigured(f"{name} is not {wanted}. Set it to one, or unset it for the default, {default}.")
    if int(value) < least or (most is not None and int(value) > most):
        raise ImproperlyConfigured(f"{name} is out of range: it takes {wanted} (default {default}).")
    return int(value)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list separated by commas; surrounding blanks and empty entries do not count."""
    given: list[str] = [word.strip() for word in _env.list(name, [], subcast=str)]
    return list(default) if given in ([], [""]) else [word for word in given if word]


def url(name: str, default: str, *, schemes: tuple[str, ...]) -> str:
    """A URL whose scheme is one of `schemes`."""
    value = text(name).strip() or default
    if urlsplit(value).scheme not in schemes:
        wanted = ", ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} is not a URL this service knows: it begins with one of {wanted}")
    return value


def origin(name: str, default: str) -> str:
    """The origin of a http(s) URL as browsers write it (RFC 6454 section 6.2): no path, no usual port."""
    found = origin_of(url(name, default, schemes=("http", "https")))
    if not found:
        raise ImproperlyConfigured(f"{name} names no host: it takes a URL such as {default}")
    return found


def origins(name: str, default: str) -> list[str]:
    """A comma list of origins, each as browsers write it; `default` where the variable is empty."""
    given = words(name, (default,))
    for text in given:
        if not origin_of(text):
            raise ImproperlyConfigured(
                f"{name} lists {text!r}, which is no origin, so no page would match it. An origin is scheme, host and "
                "port, such as https://app.example.com."
            )
    return [origin_of(text) for text in given]


def decimal(name: str) -> float:
    """A number, with or without a fraction."""
    try:
        value: float = _env.float(name)
    except EnvValidationError:
        raise ImproperlyConfigured(f"{name} is not a number. Set it to one, or unset it for the default.") from None
    return value


def is_set(name: str) -> bool:
    """Whether the variable is given in either of its forms."""
    return name in os.environ or f"{name}_FILE" in os.environ


def unknown(prefix: str, known: set[str]) -> list[str]:
    """What follows `prefix` in the variables that are set, and is no known name (nor one with `_FILE`)."""
    given = (name.removeprefix(prefix) for name in os.environ if name.startswith(prefix))
    return sorted(name for name in given if name.removesuffix("_FILE") not in known)


def as_kind(name: str, kind: str) -> Any:
    """The variable read as the kind a table of settings names (`authbridge.conf.settings`)."""
    return _READERS[kind](name)


_READERS: dict[str, Callable[[str], Any]] = {
    "flag": lambda name: flag(name, default=False),
    "integer": lambda name: number(name, 0),
    "number": decimal,
    "text": text,
    "words": lambda name: tuple(words(name)),
    "secret": secret,
    "secrets": lambda name: tuple(words(name)),
}
