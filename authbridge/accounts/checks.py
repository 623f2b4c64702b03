"""System checks of local accounts, by number.

W002 no key for access tokens    E002 another user model    E003 the log-in guard is off or unreadable
W001 reset links lead nowhere    E004 requests in transactions
W004 … to this machine alone     E005 LOGIN_ADDRESS_RATE is unreadable, or nobody can log in
W003 one place for hashing         E006 no place for hashing
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.core import checks
from django.core.checks import CheckMessage, Error

from authbridge import conf
from authbridge.conf.origins import origin_of
from authbridge.conf.settings import Keys
from authbridge.throttling import parse_rate
from authbridge.tokens.http_json import LOOPBACK_HOSTS


def check_accounts(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Everything that can be said about local accounts without asking anybody."""
    return [*_check()]


def _check() -> Iterator[CheckMessage]:
    keys = conf.keys()
    if not keys.LOCAL_SECRET:
        # Not an error: a service whose people all sign in with Better Auth needs no such key.
        yield checks.Warning(
            "Local accounts are installed, and there is no JWT_SECRET_KEY to sign their access tokens with: nobody "
            "can log in to the API with one (the admin is not affected).",
            hint="Set JWT_SECRET_KEY (`manage.py authbridge_newkey` prints a good one), or leave local log-in off.",
            id="accounts.W002",
        )
    if conf.setting("AUTH_USER_MODEL") != "accounts.User":
        yield Error(
            "Local accounts are installed beside another AUTH_USER_MODEL, so the people who log in to the API "
            "would not be those of the admin.",
            hint='Set AUTH_USER_MODEL = "accounts.User".',
            id="accounts.E002",
        )
    if not _is_rate(keys.LOGIN_RATE):
        yield Error(
            "LOGIN_RATE is empty or not a rate, so passwords could be guessed without end.",
            hint='Write it as "5/min".',
            id="accounts.E003",
        )
    yield from _check_shares(keys)
    if any(database.get("ATOMIC_REQUESTS") for database in conf.setting("DATABASES", {}).values()):
        yield Error(
            "ATOMIC_REQUESTS is on: when a stolen refresh token is refused, the end of its session would be rolled "
            "back with the refusal.",
            hint="Switch ATOMIC_REQUESTS off, and use transaction.atomic where it is needed.",
            id="accounts.E004",
        )
    yield from _check_links(keys)


def _check_links(keys: Keys) -> Iterator[CheckMessage]:
    """Whether a reset link leads to where people are."""
    page = keys.PASSWORD_RESET_URL or keys.SERVICE_URL
    origin = origin_of(page)
    if not origin:
        yield checks.Warning(
            "Neither SERVICE_URL nor PASSWORD_RESET_URL is a http(s) URL, so no reset link can be mailed: people who "
            "forgot their password stay out.",
            hint='Set SERVICE_URL to where people reach this service, such as "https://api.example.com".',
            id="accounts.W001",
        )
    elif conf.deployed() and urlsplit(origin).hostname in LOOPBACK_HOSTS:
        yield checks.Warning(
            f"Reset links lead to {origin}, which only this machine reaches, while people sign in at "
            f"{conf.current().origin}.",
            hint="Set SERVICE_URL (or name the public host first in ALLOWED_HOSTS), or PASSWORD_RESET_URL.",
            id="accounts.W004",
        )


def _check_shares(keys: Keys) -> Iterator[CheckMessage]:
    """Whether one address can keep the others from logging in."""
    if keys.LOGIN_ADDRESS_RATE and not _is_rate(keys.LOGIN_ADDRESS_RATE):
        yield Error(
            "LOGIN_ADDRESS_RATE is not a rate, so every log-in would fail.",
            hint='Write it as "300/hour", or leave it empty to let one address try any number of accounts.',
            id="accounts.E005",
        )
    if keys.PASSWORD_HASHES_AT_ONCE < 1:
        yield Error(
            "PASSWORD_HASHES_AT_ONCE is less than 1, so nobody could log in.", hint="Set it to 2.", id="accounts.E006"
        )
    elif keys.PASSWORD_HASHES_AT_ONCE == 1:
        yield checks.Warning(
            "PASSWORD_HASHES_AT_ONCE is 1: one address that sends log-ins without end takes the only place, and "
            "other people's log-ins are answered 429.",
            hint="Set it to 2 or more; one address gets half.",
            id="accounts.W003",
        )


def _is_rate(text: str) -> bool:
    try:
        return parse_rate(text) is not None
    except ValueError:
        return False
