"""The WSGI application that production, `make run` and the tests serve."""

from __future__ import annotations

import os
from io import BytesIO
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_started
from django.db import reset_queries
from django.db.backends.signals import connection_created

from config import deadlines, env, logs
from config.startup import refuse_unsound_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class Request(WSGIRequest):
    """Django's request, except that a `charset` in Content-Type never becomes the encoding.

    Django decodes the query string with it before any middleware runs, and `hex`, `zlib` or
    `undefined` are codecs of Python that decode no text: the answer would be a bare 500. JSON is UTF-8
    (RFC 8259, 8.1), and so are forms (WHATWG URL).
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        super()._set_content_type_params({"CONTENT_TYPE": meta.get("CONTENT_TYPE", "").partition(";")[0]})  # type: ignore[misc]  # not in the stubs


class Handler(WSGIHandler):
    """Django's handler with our request, and with chunked bodies made countable."""

    request_class = Request

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower() and not environ.get("CONTENT_LENGTH"):
            _buffer_chunked_body(environ)
        return super().__call__(environ, start_response)


def _buffer_chunked_body(environ: dict[str, Any]) -> None:
    """Django takes a body without Content-Length for an empty one: read it here, up to what any route takes."""
    limit = settings.IMPORT_MAX_BODY
    body = environ["wsgi.input"].read(limit + 1)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ["wsgi.input"] = BytesIO(body)


def build() -> Handler:
    """Set Django up, refuse settings that are not sound, and return the application."""
    django.setup(set_prefix=False)
    refuse_unsound_settings()
    if env.text("OTEL_EXPORTER_OTLP_ENDPOINT"):
        from config import tracing  # an extra: nothing of it is imported otherwise

        tracing.start()
    if not settings.DEBUG:
        # The list of queries that this empties before every request is kept only under DEBUG.
        request_started.disconnect(reset_queries)
    connection_created.connect(logs.count_queries, dispatch_uid="logs.queries")
    connection_created.connect(deadlines.watch, dispatch_uid="deadlines")
    return Handler()


application = build()
