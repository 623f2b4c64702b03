"""System checks by number. Each says what is wrong, why it matters, and how to mend it.

E001 no key            E002 short secret       E003 placeholder      E004 blanks or quotes
E005 is SECRET_KEY     E006 unreadable setting E007 wildcard CORS    E008 old PyJWT
E009 local key shared  E010 leeway or lifetime E011 unknown source   E012 JWKS_URL
E013 JWKS names        E014 rate               E015 token cookie     E016 directory names
E017 live check        E018 database alias     E019 cache alias        E020 tables unread
W001 a secret twice    W002 revocation local   W003 CSRF off         W004 weak secret
W005 SECRET unused     W006 no sessions
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from authbridge import conf
from authbridge.checks.directory import check_directory
from authbridge.checks.secrets import check_secrets
from authbridge.conf import Conf
from authbridge.credentials.registry import KINDS
from authbridge.rate_limit import parse_rate
from authbridge.tokens.http_json import is_safe
from authbridge.tokens.keys import ASYMMETRIC

SOURCES = frozenset(KINDS)
MAX_LEEWAY = 60
PYJWT = (2, 15)


def check_settings(*args: Any, **kwargs: Any) -> list[CheckMessage]:
    """Everything that can be said about the settings without asking anybody."""
    try:
        current = conf.current()
        _ = (
            current.secrets,
            current.shape_class,
            current.user_resolver,
        )  # reading them is what finds that they cannot be read
    except ImproperlyConfigured as error:
        return [Error(str(error), hint="docs/settings.md lists every key with its type.", id="authbridge.E006")]
    return [
        *check_secrets(current),
        *_policy(current),
        *_key_set(current),
        *_cookies(current),
        *_surroundings(current),
        *check_directory(current),
    ]


def _policy(current: Conf) -> Iterator[CheckMessage]:
    keys = current.keys
    if keys.LEEWAY > MAX_LEEWAY or keys.MAX_LIFETIME < 1:
        yield Error(
            f"LEEWAY is above {MAX_LEEWAY} seconds or MAX_LIFETIME below 1: tokens would be accepted long before "
            "they begin, or never.",
            hint="LEEWAY is for clocks that differ by seconds (default 10); MAX_LIFETIME is in seconds.",
            id="authbridge.E010",
        )
    for name, rate in (("THROTTLE_RATE", keys.THROTTLE_RATE), ("LOGIN_RATE", keys.LOGIN_RATE)):
        try:
            parse_rate(rate)
        except ValueError as error:
            yield Error(
                f"{name} cannot be read, so every request that is counted would fail. {error}",
                hint="Empty means no limit.",
                id="authbridge.E014",
            )
    unknown = sorted(set(keys.SOURCES) - SOURCES)
    if unknown or not keys.SOURCES:
        yield Error(
            f"SOURCES is empty or names a source that does not exist ({', '.join(unknown) or 'empty'}).",
            hint=f"The sources are {', '.join(sorted(SOURCES))}.",
            id="authbridge.E011",
        )


def _key_set(current: Conf) -> Iterator[CheckMessage]:
    keys = current.keys
    if not keys.JWKS_URL:
        return
    if not is_safe(keys.JWKS_URL):
        yield Error(
            "JWKS_URL is not https, so whoever is on the way could answer with keys of their own.",
            hint="Use https; http is accepted for this machine only.",
            id="authbridge.E012",
        )
    unknown = sorted(set(keys.JWKS_ALGORITHMS) - ASYMMETRIC)
    if unknown or not current.policy.issuer or not current.policy.audiences:
        yield Error(
            "A key set signs tokens for many readers, so `iss` and `aud` must be known, and its algorithms "
            f"asymmetric ({', '.join(unknown) or 'they are'}).",
            hint="Set BASE_URL, or ISSUER and AUDIENCE, to what the tokens say; `authbridge_inspect` shows it.",
            id="authbridge.E013",
        )


def _cookies(current: Conf) -> Iterator[CheckMessage]:
    keys = current.keys
    cookies = set(keys.SOURCES) & (SOURCES - {"header"})
    if not cookies:
        return
    if keys.CSRF_OFF_REASON:
        yield checks.Warning(
            f"Cookie credentials are accepted from any site, because CSRF_OFF_REASON is set: {keys.CSRF_OFF_REASON!r}.",
            hint="Unset it unless that reason still holds.",
            id="authbridge.W003",
        )


def _surroundings(current: Conf) -> Iterator[CheckMessage]:
    keys = current.keys
    installed = metadata.version("pyjwt")  # without importing it: a shared secret needs none of it
    if _numbers(installed) < PYJWT:
        yield Error(
            f"PyJWT {installed} is installed; earlier ones than 2.15 have known weaknesses.",
            hint='pip install "pyjwt[crypto]>=2.15"',
            id="authbridge.E008",
        )
    if conf.setting("CORS_ALLOW_ALL_ORIGINS", False) and conf.setting("CORS_ALLOW_CREDENTIALS", False):
        yield Error(
            "Every site may read answers with the visitor's credentials (CORS_ALLOW_ALL_ORIGINS with "
            "CORS_ALLOW_CREDENTIALS).",
            hint="List the origins in CORS_ALLOWED_ORIGINS.",
            id="authbridge.E007",
        )
    caches = conf.setting("CACHES", {})
    for name, alias in _caches_used(current):
        if alias not in caches and alias != "default":
            yield Error(
                f"{name} is {alias!r}, and CACHES has none of that name: what is asked of it cannot be answered.",
                hint=f"Add it to CACHES, or unset {name} for the default one.",
                id="authbridge.E019",
            )
    if keys.REVOCATION and not conf.debug() and _is_each_processs_own(keys.REVOCATION_CACHE):
        yield _own_memory()


def _caches_used(current: Conf) -> Iterator[tuple[str, str]]:
    """The settings that name a cache which is asked, and the alias."""
    keys = current.keys
    if keys.REVOCATION or keys.LOCAL_SECRET:
        yield "REVOCATION_CACHE", keys.REVOCATION_CACHE
    if keys.THROTTLE_RATE:
        yield "THROTTLE_CACHE", keys.THROTTLE_CACHE


def check_deployment(*args: Any, **kwargs: Any) -> list[CheckMessage]:
    """What `check --deploy` asks besides: local log-outs need a shared list as well where there are several workers.

    One worker, the usual beginning, needs none, and how many there are is not known here.
    """
    try:
        keys = conf.keys()
    except ImproperlyConfigured:  # authbridge.E006 says it
        return []
    concerned = keys.LOCAL_SECRET and not keys.REVOCATION and not conf.debug()
    return [_own_memory()] if concerned and _is_each_processs_own(keys.REVOCATION_CACHE) else []


def _is_each_processs_own(alias: str) -> bool:
    backend = conf.setting("CACHES", {}).get(alias, {}).get("BACKEND", "")
    return "locmem" in backend or "dummy" in backend


def _own_memory() -> CheckMessage:
    return checks.Warning(
        "What is revoked or logged out is kept by one process at most, so other workers go on accepting it.",
        hint="Give CACHES a Redis for REVOCATION_CACHE (CACHE_URL=redis://…), or run one worker.",
        id="authbridge.W002",
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
