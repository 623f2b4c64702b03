"""The doctor's round: settings, keys, caches, database, key set, clock, CORS. Each part is one generator."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.core.cache import caches
from django.core.checks import ERROR
from django.db import DatabaseError, InterfaceError

from authbridge import conf
from authbridge.checks.directory import is_directory_used
from authbridge.checks.settings import check_settings
from authbridge.conf import Conf
from authbridge.doctor import migrations
from authbridge.tokens.http_json import FetchError, is_safe, server_time
from authbridge.tokens.keys import fingerprint

State = Literal["ok", "warning", "problem", "off"]
_CLOCK_LIMIT = 5.0
_PROBE = "authbridge:doctor"
_SEE_SETTINGS = "The finding of the settings above, if there is one, says what to change."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, how it is, what that says, and how to mend it."""

    part: str
    state: State
    says: str
    mend: str = ""


def examine() -> Iterator[Finding]:
    """Look at every part in turn; a part that cannot be looked at is a finding, not an exception."""
    yield from _settings()
    # Without readable settings there is nothing further to look at.
    if any(message.id == "authbridge.E006" for message in check_settings()):
        return
    for name, part in PARTS.items():
        try:
            yield from part(conf.current())
        except Exception as error:  # noqa: BLE001 - whatever is broken is what the doctor was called for
            yield Finding(name, "problem", f"could not be looked at ({type(error).__name__}: {error})", _SEE_SETTINGS)


def _settings() -> Iterator[Finding]:
    messages = check_settings()
    for message in messages:
        state: State = "problem" if message.level >= ERROR else "warning"
        yield Finding("settings", state, f"{message.id}: {message.msg}", message.hint or "")
    if not messages:
        yield Finding("settings", "ok", "every system check of the bridge passes")


def _keys(current: Conf) -> Iterator[Finding]:
    if not current.secrets:
        yield Finding("keys", "off", "no shared secret: HS256 tokens are refused")
    for position, secret in enumerate(current.secrets):
        role = "signs and verifies" if position == 0 else "only verifies"
        yield Finding("keys", "ok", f"shared secret {fingerprint(secret)}, {len(secret)} characters, {role}")
    if len(current.local_ring):
        yield Finding("keys", "ok", f"local accounts: {len(current.local_ring)} key(s)")


def _caches(current: Conf) -> Iterator[Finding]:
    uses = (("revocation", current.keys.REVOCATION_CACHE), ("rates", current.keys.THROTTLE_CACHE))
    for alias in dict.fromkeys(alias for _, alias in uses):
        what = ", ".join(use for use, used in uses if used == alias)
        try:
            cache, value = caches[alias], str(time.time())
            cache.set(_PROBE, value, 10)
            same = cache.get(_PROBE) == value
        except Exception as error:  # noqa: BLE001 - each backend has its own errors; all of them are the finding
            mend = "Check CACHE_URL and that the server runs."
            yield Finding("cache", "problem", f"cache {alias!r} ({what}): {type(error).__name__}", mend)
            continue
        state: State = "ok" if same else "problem"
        yield Finding("cache", state, f"cache {alias!r} ({what}) {'keeps' if same else 'loses'} what is written")


def _migrations(current: Conf) -> Iterator[Finding]:
    try:
        names = migrations.missing()
    except (DatabaseError, InterfaceError) as error:
        mend = "Check that the database runs and that DATABASES (here: DATABASE_URL) reaches it."
        yield Finding("database", "problem", f"the database does not answer ({type(error).__name__})", mend)
    else:
        if names:
            mend = f"Run `{migrations.COMMAND}`. Until then requests that need the tables fail."
            yield Finding("database", "problem", migrations.described(names), mend)
        else:
            yield Finding("database", "ok", "every migration of the installed apps has run")


def _directory(current: Conf) -> Iterator[Finding]:
    if "authbridge.directory" not in conf.setting("INSTALLED_APPS", ()):
        yield Finding("directory", "off", "authbridge.directory is not installed")
        return
    from authbridge.directory.probe import find_problem

    problem = find_problem()
    if is_directory_used(current):
        if problem is None:
            yield Finding("directory", "ok", "Better Auth's tables are read, and sessions are looked up in them")
        else:
            yield Finding("directory", "problem" if problem.certain else "warning", problem.says, problem.mend)
    elif problem is None:
        yield Finding("directory", "ok", "Better Auth's tables are read; no request asks them")
    else:
        yield Finding("directory", "off", "Better Auth's tables are not in reach, and no request asks them")


def _key_set(current: Conf) -> Iterator[Finding]:
    if not current.keys.JWKS_URL:
        yield Finding("key set", "off", "JWKS_URL is not set: asymmetric tokens are refused")
        return
    try:
        keys = current.key_set.fetch()
    except FetchError as error:
        mend = "Check the address and that this machine reaches it; Better Auth serves it at /api/auth/jwks."
        yield Finding("key set", "problem", f"{current.keys.JWKS_URL}: {error}", mend)
        return
    said = ", ".join(f"{key.algorithm} {key.id}" for key in keys.values())
    if keys:
        yield Finding("key set", "ok", f"{len(keys)} usable key(s): {said}")
    else:
        mend = "Better Auth makes its first key with the first token; JWKS_ALGORITHMS may leave its algorithm out."
        yield Finding("key set", "problem", "the set has no key that may be used", mend)


def _clock(current: Conf) -> Iterator[Finding]:
    url = current.keys.JWKS_URL or current.origin
    if not url or not is_safe(url):
        yield Finding("clock", "off", "no address to compare the clock with")
        return
    try:
        apart = time.time() - server_time(url, current.keys.JWKS_TIMEOUT)
    except FetchError as error:
        yield Finding("clock", "warning", f"not compared with {url}: {error}", "Start the front end, or check its URL.")
        return
    if abs(apart) <= _CLOCK_LIMIT:
        yield Finding("clock", "ok", f"within {_CLOCK_LIMIT:.0f} seconds of {url}")
    else:
        ahead = "ahead of" if apart > 0 else "behind"
        yield Finding("clock", "problem", f"{abs(apart):.0f} seconds {ahead} {url}", "Set both clocks by NTP.")


def _cors(current: Conf) -> Iterator[Finding]:
    if "corsheaders" not in conf.setting("INSTALLED_APPS", ()):
        yield Finding("cors", "off", "django-cors-headers is not installed: only pages of this origin can call")
        return
    allowed = conf.setting("CORS_ALLOWED_ORIGINS", ())
    if current.origin and current.origin not in allowed and not conf.setting("CORS_ALLOW_ALL_ORIGINS", False):
        mend = f"Add {current.origin} to CORS_ALLOWED_ORIGINS, exactly so: scheme, host and port, no path."
        yield Finding("cors", "problem", f"the front end {current.origin} is not among the allowed origins", mend)
    else:
        yield Finding("cors", "ok", f"allowed origins: {', '.join(allowed) or 'none'}")


PARTS: dict[str, Callable[[Conf], Iterator[Finding]]] = {
    "keys": _keys,
    "cache": _caches,
    "database": _migrations,
    "directory": _directory,
    "key set": _key_set,
    "clock": _clock,
    "cors": _cors,
}
