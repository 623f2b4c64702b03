"""`DATABASE_URL`, `CACHE_URL` and `EMAIL_URL` as Django settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
# How long a writer waits for the one write lock of SQLite before it gives up, in seconds.
SQLITE_PATIENCE = 10
# Better Auth's tables are asked within a request, by their keys.
_DIRECTORY_MS = 3_000


def database(address: str, base: Path, *, statement_ms: int, lock_ms: int) -> dict[str, Any]:
    """Django's settings for one database.

    `address`: `sqlite:///relative.db`, `sqlite:////absolute.db`, or a libpq URL
    `postgresql://user:password@host:port/name?option=value`, several hosts allowed
    (PostgreSQL manual, 34.1.1.2). Relative SQLite paths start at `base`.
    """
    scheme = address.partition("://")[0]
    if scheme == "sqlite":
        return _sqlite(address, base)
    if scheme in ("postgres", "postgresql"):
        return _postgres(address, statement_ms, lock_ms)
    raise ImproperlyConfigured(
        "DATABASE_URL begins with neither sqlite:/// nor postgresql://, so the service has nowhere to keep "
        "tasks. Use sqlite:///db.sqlite3 for the embedded database, or postgresql://user:password@host/name."
    )


def add_directory(databases: dict[str, Any], address: str, alias: str, base: Path) -> dict[str, str]:
    """Add Better Auth's own database, read only, under `alias` (empty: `better_auth`).

    Returns what the bridge has to know of it: nothing where `address` is empty, since its tables then are
    wherever the alias says. Raises ImproperlyConfigured for an alias that is taken, or an address as `database`.
    """
    if not address:
        return {}
    alias = alias or "better_auth"
    if alias in databases:
        raise ImproperlyConfigured(
            f"AUTHBRIDGE_DIRECTORY_DATABASE_URL would put Better Auth's database in the place of {alias!r}, where the "
            "service keeps its own. Unset AUTHBRIDGE_DIRECTORY_DATABASE, or give it another name."
        )
    try:
        made = database(address, base, statement_ms=_DIRECTORY_MS, lock_ms=_DIRECTORY_MS)
    except ImproperlyConfigured as error:
        raise ImproperlyConfigured(str(error).replace("DATABASE_URL", "AUTHBRIDGE_DIRECTORY_DATABASE_URL")) from None
    databases[alias] = {**_read_only(made), "TEST": {"MIRROR": "default"}}
    return {"DIRECTORY_DATABASE": alias}


def _read_only(made: dict[str, Any]) -> dict[str, Any]:
    """The same database, in which the server or the library itself refuses to write."""
    options = made["OPTIONS"]
    if made["ENGINE"].endswith("sqlite3"):
        # Neither a pragma that writes nor a lock for writing; a file that is not there is not made.
        return {**made, "NAME": f"file:{quote(made['NAME'])}?mode=ro", "OPTIONS": {"timeout": options["timeout"]}}
    return {**made, "OPTIONS": {**options, "options": f"{options['options']} -c default_transaction_read_only=on"}}


def _sqlite(address: str, base: Path) -> dict[str, Any]:
    path = unquote(address.removeprefix("sqlite://")).removeprefix("/")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(base / path) if path != ":memory:" else path,
        # Opening a SQLite file costs more than a query: every thread keeps its connection.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A writer takes the lock when it begins, so that it never has to give up half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_PATIENCE,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _postgres(address: str, statement_ms: int, lock_ms: int) -> dict[str, Any]:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        given = conninfo_to_dict(address)
    except ProgrammingError:
        raise ImproperlyConfigured(
            "DATABASE_URL is not a PostgreSQL URL that libpq can read. The form is "
            "postgresql://user:password@host:port/name?sslmode=require; special characters in the password "
            "are percent-encoded."
        ) from None
    limits = (
        f"-c statement_timeout={statement_ms} -c lock_timeout={lock_ms}"
        f" -c idle_in_transaction_session_timeout={2 * statement_ms}"
    )
    options = {key: value for key, value in given.items() if key not in _NAMED}
    options["options"] = " ".join(filter(None, [str(given.get("options", "")), limits]))
    # How soon a server that went silent is given up, in seconds (tcp_user_timeout: milliseconds): the next
    # host of the URL is tried then (PostgreSQL manual, 34.1.2).
    for name, value in _PATIENCE.items():
        options.setdefault(name, value)
    return {
        "ENGINE": "config.postgresql",
        **{name: str(given.get(key, "")) for key, name in _NAMED.items()},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "STATEMENT_MS": statement_ms,  # what a shortened one goes back to (config/deadlines.py)
        "OPTIONS": {**options, "server_side_binding": True, "prepare_threshold": 3},
    }


_PATIENCE = {
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_NAMED = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def cache(address: str, prefix: str) -> dict[str, Any]:
    """Django's settings for the cache: `locmem://`, `redis://…` or `rediss://…`; `prefix` starts every key."""
    if address.startswith("locmem://"):
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": prefix}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": address,
        "KEY_PREFIX": prefix,
        # A cache that does not answer must not hold up a request for long.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }


def email(address: str) -> dict[str, Any]:
    """Django's `EMAIL_…` settings: `console://`, `memory://`, `smtp://…` (STARTTLS) or `smtps://…`."""
    parts = urlsplit(address)
    kind = {"console": "console", "memory": "locmem"}.get(parts.scheme, "smtp")
    settings: dict[str, Any] = {"EMAIL_BACKEND": f"django.core.mail.backends.{kind}.EmailBackend"}
    if kind == "smtp":
        query = dict(parse_qsl(parts.query))
        settings |= {
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp" and query.get("tls", "1") != "0",
            "EMAIL_TIMEOUT": 10,
        }
    return settings
