"""Traces by OpenTelemetry, an extra: used only where OTEL_EXPORTER_OTLP_ENDPOINT says where they go.

OpenTelemetry's own variables hold beside it, OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER and
OTEL_EXPORTER_OTLP_HEADERS among them (OpenTelemetry specification, "Environment Variable Specification").
"""

from __future__ import annotations

import os
from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

_NEEDED = (
    "opentelemetry",
    "opentelemetry.sdk.trace",
    "opentelemetry.exporter.otlp.proto.http",
    "opentelemetry.instrumentation.django",
    "opentelemetry.instrumentation.psycopg",
)
# Where a span may hold the query string: it stays out, as it stays out of the logs.
_WITH_QUERY = ("http.url", "http.target", "url.full")


def require() -> None:
    """Raise ImproperlyConfigured where the extra is not installed."""
    for name in _NEEDED:
        if not _is_installed(name):
            raise ImproperlyConfigured(
                f"OTEL_EXPORTER_OTLP_ENDPOINT is set, but {name} is not installed, so no trace would arrive. "
                "Install it with pip install --require-hashes -r requirements-otel.txt, or unset "
                "OTEL_EXPORTER_OTLP_ENDPOINT."
            )


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):  # the package around it is missing, or half-way there
        return False


def start() -> None:
    """Trace the requests and statements of this process, and send them by OTLP over HTTP in the background.

    Called in every worker: the thread that sends would not survive a fork. ImproperlyConfigured: see `require`.
    """
    require()
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.instrumentation.django import DjangoInstrumentor
    from opentelemetry.instrumentation.psycopg import PsycopgInstrumentor
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    os.environ.setdefault("OTEL_SERVICE_NAME", "todo")
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    DjangoInstrumentor().instrument(request_hook=_without_query)
    PsycopgInstrumentor().instrument()  # the text of a statement, never its parameters


def _without_query(span: object, request: object) -> None:
    """Called with every request's span when it begins."""
    attributes = getattr(span, "attributes", None) or {}
    for name in _WITH_QUERY:
        if isinstance(value := attributes.get(name), str):
            span.set_attribute(name, value.partition("?")[0])  # type: ignore[attr-defined]  # a Span, when there is one
    if "url.query" in attributes:
        span.set_attribute("url.query", "")  # type: ignore[attr-defined]  # as above
