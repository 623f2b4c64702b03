"""Prometheus metrics, when METRICS_PORT asks for them: rate, errors and duration per route, and refusals by reason.

`config/serve.py` sets PROMETHEUS_MULTIPROC_DIR before this module is imported: every worker counts in
files of its own there, and `config/exporter.py` adds them up on a port of its own. Without it
`observe` is not called, and nothing of Prometheus is imported.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
UNKNOWN_ROUTE = "unknown"  # one label for every path that is no route: a scanner must not make labels

Observe = Callable[[HttpRequest, HttpResponseBase, float], None]


def observer() -> Observe | None:
    """What notes one finished request and its seconds; None where metrics are off."""
    if not os.environ.get(DIRECTORY):
        return None
    child = _children()

    def observe(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        match = request.resolver_match
        child(match.route if match else "", request.method or "", response.status_code).observe(seconds)

    _count_refusals()
    return observe


def _children() -> Callable[[str, str, int], Any]:
    """The histogram's child of one route, method and status, looked up once and kept."""
    from prometheus_client import Histogram

    methods = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    duration = Histogram(
        "http_request_duration_seconds",
        "How long requests took, by route, method and status.",
        ("route", "method", "status"),
        buckets=BUCKETS,
    )

    @lru_cache(maxsize=2048)
    def child(route: str, method: str, status: int) -> Any:
        known = route if route and not route.startswith("^") else UNKNOWN_ROUTE
        return duration.labels(known, method if method in methods else "other", str(status))

    return child


def _count_refusals() -> None:
    """Count what the bridge refuses, by the reason that only operators are told."""
    from prometheus_client import Counter

    from authbridge import signals

    refusals = Counter("authbridge_refusals", "Requests that the bridge refused, by reason.", ("reason",))

    def rejected(sender: object, error: Any = None, **_: Any) -> None:
        refusals.labels(str(getattr(error, "reason", "") or getattr(error, "code", "") or "unknown")[:60]).inc()

    def denied(sender: object, **_: Any) -> None:
        refusals.labels("not_the_owner").inc()

    def limited(sender: object, **_: Any) -> None:
        refusals.labels("rate").inc()

    signals.token_rejected.connect(rejected, weak=False, dispatch_uid="metrics.rejected")
    signals.ownership_denied.connect(denied, weak=False, dispatch_uid="metrics.denied")
    signals.rate_exceeded.connect(limited, weak=False, dispatch_uid="metrics.limited")
