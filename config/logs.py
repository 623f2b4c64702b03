"""Logs: one line per request, and no line that shows a token, a secret, a body or a stack."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

access_log = logging.getLogger("config.access")
_as_json = False  # set by `config`


class _Queries(threading.local):
    """How many statements this thread's request has run."""

    count = 0


_queries = _Queries()


def count_queries(sender: object, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Receiver of `connection_created`: from now on every statement of the connection is counted."""
    if _count not in connection.execute_wrappers:
        connection.execute_wrappers.append(_count)


def _count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    _queries.count += 1
    return execute(sql, params, many, context)


def access(request: HttpRequest, response: HttpResponseBase, request_id: str, seconds: float) -> None:
    """Write the line of one finished request; `seconds` is how long it took.

    It is put together and written here, past `logging`: a LogRecord, its handlers and `json.dumps` cost
    more than the database takes to answer an unchanged poll. The logger `config.access` switches it.
    """
    queries, _queries.count = _queries.count, 0
    if not access_log.isEnabledFor(logging.INFO):
        return
    match = request.resolver_match
    route = match.route if match else "-"
    user = getattr(request, "user", None) if request.path_info.startswith("/api/") else None
    principal = getattr(user, "pk", None)
    method = request.method if request.method in _METHODS else "other"
    now = time.time()
    if _as_json:
        line = (
            f'{{"at": "{_second(int(now))}.{int(now % 1 * 1000):03d}Z", "level": "INFO", "logger": "config.access",'
            f' "method": "{method}", "route": {_quoted(route)}, "status": {response.status_code},'
            f' "ms": {seconds * 1000:.2f}, "queries": {queries}, "request_id": "{request_id}",'
            f' "principal": {"null" if principal is None else _quoted(str(principal))}}}\n'
        )
    else:
        line = (
            f"{_second(int(now))[11:]} INFO config.access {method} {route} {response.status_code}"
            f" ms={seconds * 1000:.2f} queries={queries} request_id={request_id}"
            + (f" principal={_quoted(str(principal))}\n" if principal is not None else "\n")
        )
    # A log that cannot be written (a full disk, a collector that went away) must not fail the request.
    with suppress(OSError):
        os.write(_STDERR, line.encode("utf-8", "replace"))


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_STDERR = 2
_quoted = json.encoder.encode_basestring_ascii


@lru_cache(maxsize=2)
def _second(moment: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment))


class ConsoleFormatter(logging.Formatter):
    """A readable line for a terminal. An exception is named with where it happened, without its stack."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [self.formatTime(record, "%H:%M:%S"), record.levelname, record.name, record.getMessage()]
        parts += [f"{name}={value}" for name, value in _facts(record).items() if value is not None]
        return " ".join(parts)


class JSONFormatter(logging.Formatter):
    """One JSON object per line, for a collector."""

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "at": f"{at}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_facts(record),
        }
        return json.dumps(line, ensure_ascii=False, default=str)


_FACTS = ("request_id", "ms", "principal", "reason", "kind")


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    facts = {name: getattr(record, name) for name in _FACTS if hasattr(record, name)}
    if record.exc_info and record.exc_info[1] is not None:
        # The message of an exception may quote what a client sent; its type and place do not.
        error = record.exc_info[1]
        frames = traceback.extract_tb(error.__traceback__)[-3:]
        facts["exception"] = type(error).__name__
        facts["where"] = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return facts


# What no line of ours shows, so that it need not be found out for every record
# (Python's Logging Cookbook, "Optimization").
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


def config(*, level: str, form: str, debug: bool) -> dict[str, Any]:
    """Django's LOGGING: `form` is `console` or `json`, `level` a name of the standard library's levels."""
    global _as_json  # noqa: PLW0603 - the one switch, set once by the settings
    _as_json = form == "json"
    formatter = "config.logs.JSONFormatter" if form == "json" else "config.logs.ConsoleFormatter"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {
            # The access line and the problem document already say what these would repeat.
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "INFO" if debug else "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }
