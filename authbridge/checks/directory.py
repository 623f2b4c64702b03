"""The system checks of Better Auth's own tables: installed, in a database that exists, by names that can be meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 - Django's name
from django.core.exceptions import ImproperlyConfigured

from authbridge import conf
from authbridge.conf import Conf
from authbridge.directory.names import KNOWN

NAMINGS = frozenset({"camel", "snake"})
_DIRECTORY = "authbridge.directory"
_INSTALL = f'Add "{_DIRECTORY}" to INSTALLED_APPS.'


def is_directory_used(current: Conf) -> bool:
    """Whether requests ask Better Auth's tables."""
    return current.keys.LIVE_SESSION_CHECK or "session_token_cookie" in current.keys.SOURCES


def check_tables(*args: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """What `check --database <alias>` asks besides: the tables themselves, where requests will ask them."""
    try:
        current = conf.current()
    except ImproperlyConfigured:  # authbridge.E006 says it
        return []
    installed = _DIRECTORY in conf.setting("INSTALLED_APPS", ())
    if not (installed and is_directory_used(current) and current.keys.DIRECTORY_DATABASE in (databases or ())):
        return []
    from authbridge.directory.probe import find_problem

    problem = find_problem()
    if problem is None:
        return []
    if problem.certain:
        return [
            Error(f"{problem.says}: every credential would be answered 503.", hint=problem.mend, id="authbridge.E020")
        ]
    return [Warning(f"{problem.says}: everybody would be refused.", hint=problem.mend, id="authbridge.W006")]


def check_directory(current: Conf) -> Iterator[CheckMessage]:
    """What would keep Better Auth's tables from being read."""
    keys = current.keys
    installed = _DIRECTORY in conf.setting("INSTALLED_APPS", ())
    if "session_token_cookie" in keys.SOURCES and not installed:
        yield Error(
            "session_token_cookie is checked against Better Auth's session table, which nothing here can read.",
            hint=_INSTALL,
            id="authbridge.E015",
        )
    if keys.LIVE_SESSION_CHECK and not installed:
        yield Error(
            "LIVE_SESSION_CHECK asks Better Auth's session table, which nothing here can read.",
            hint=_INSTALL,
            id="authbridge.E017",
        )
    renamed = [entry.partition("=") for entry in keys.DIRECTORY_COLUMNS]
    if keys.DIRECTORY_NAMING not in NAMINGS or not all(ours in KNOWN and theirs for ours, _, theirs in renamed):
        yield Error(
            "DIRECTORY_NAMING or DIRECTORY_COLUMNS cannot be read, so Better Auth's tables could not be.",
            hint="DIRECTORY_NAMING is camel or snake; an entry of DIRECTORY_COLUMNS is better_auth_name=column.",
            id="authbridge.E016",
        )
    databases = ["default", *conf.setting("DATABASES", {})]
    if installed and keys.DIRECTORY_DATABASE not in databases:
        yield Error(
            f"DIRECTORY_DATABASE is {keys.DIRECTORY_DATABASE!r}, and there is no database of that name (there are "
            f"{', '.join(dict.fromkeys(databases))}): every look-up in Better Auth's tables would fail.",
            hint="Set AUTHBRIDGE_DIRECTORY_DATABASE_URL to Better Auth's database, which gives it that name; in "
            "another project add it to DATABASES.",
            id="authbridge.E018",
        )
