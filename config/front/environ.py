"""A request of granian's RSGI as the environment of WSGI (PEP 3333)."""

from __future__ import annotations

import sys
from functools import lru_cache
from io import BytesIO
from typing import Any

_SAME: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "granian",
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}


def environ_of(scope: Any) -> dict[str, Any]:
    """The environment, with an empty body. A name with `_` is dropped: it would pass for the one with `-`."""
    server, _, port = scope.server.rpartition(":")
    environ = _SAME | {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(),
    }
    for header, value in scope.headers.items():
        name = _name(header)
        if name not in environ:
            environ[name] = value
        elif name:  # RFC 9110, 5.3; cookies: RFC 6265, 5.4
            environ[name] += (";" if name == "HTTP_COOKIE" else ",") + value
    environ.pop("", None)
    return environ


@lru_cache(maxsize=512)
def _name(header: str) -> str:
    if "_" in header:
        return ""
    name = header.upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


def with_body(environ: dict[str, Any], body: bytes) -> None:
    """Put the body in; one that came in chunks gets the length that Django goes by."""
    environ["wsgi.input"] = BytesIO(body)
    environ.setdefault("CONTENT_LENGTH", str(len(body)))
