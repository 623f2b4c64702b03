"""What a request has read ends with its answer, on every route, without Python's collector."""

from __future__ import annotations

import gc
import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.request import Empty, Request

from authbridge.testing import bearer
from config.wsgi import application

MARK = "c4e1-this-is-in-no-other-object"
JSON = json.dumps({MARK: [MARK, {"a": 0}], "email": [{"a": 0}] * 50, "title": [1], "operations": [[]]}).encode()
FORM = f"{MARK}=1&username=a&password=b".encode()
BODIES = {
    "application/json": JSON,
    "application/merge-patch+json": JSON,
    "application/x-www-form-urlencoded": FORM,
    "text/csv": f"title,{MARK}\nx,y\n".encode(),
    "multipart/form-data; boundary=b": f'--b\r\nContent-Disposition: form-data; name="{MARK}"\r\n\r\n1\r\n--b--\r\n'.encode(),
}
FILLED = {"user_id": "alice", "task_id": "1", "app_label": "todos", "url": "x", "content_type_id": "1"}


def _paths(patterns: list[Any], prefix: str = "/") -> Iterator[str]:
    """A path of every route of the service, the desk's included."""
    for pattern in patterns:
        route = str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        for name in pattern.pattern.converters or {}:
            kind = route[: route.index(f"{name}>")].rpartition("<")[2]
            route = route.replace(f"<{kind}{name}>", FILLED.get(name, "1"))
        if isinstance(pattern, URLResolver):
            yield from _paths(pattern.url_patterns, prefix + route)
        elif isinstance(pattern, URLPattern):
            yield (prefix + route).replace("//", "/")


PATHS = sorted({path for path in _paths(get_resolver("config.urls").url_patterns) if "(" not in path})


def _send(method: str, path: str, media: str, body: bytes) -> int:
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost",
        "CONTENT_TYPE": media, "CONTENT_LENGTH": str(len(body)), "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body), "HTTP_AUTHORIZATION": bearer("alice")["Authorization"],
    }  # fmt: skip
    told: list[str] = []
    response = application(environ, lambda status, headers: told.append(status))
    for _ in response:
        pass
    response.close()
    return int(told[0][:3])


@contextmanager
def _without_collector() -> Iterator[None]:
    logging.disable()  # pytest keeps the records of a test, and Django's have the request in them
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        logging.disable(logging.NOTSET)


def _has(request: Request, name: str) -> bool:
    return getattr(request, name) is not Empty


def _kept() -> list[object]:
    """What of a body is still there: parsed members, what either request holds of it."""
    return [
        found
        for found in gc.get_objects()
        if (isinstance(found, dict) and MARK in found)
        or (isinstance(found, list) and found and isinstance(found[0], str) and found[0] == MARK)
        or (isinstance(found, Request) and (_has(found, "_full_data") or _has(found, "_stream")))
        or (isinstance(found, HttpRequest) and (getattr(found, "_body", None) or "wsgi.input" in found.META))
    ]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("media", BODIES)
def test_nothing_of_a_body_outlives_its_answer(db: None, method: str, media: str) -> None:
    """Refused, accepted, of the API, of the desk: 40 routes and more, each asked once."""
    assert len(PATHS) > 40
    with _without_collector():
        before = {id(one) for one in _kept()}  # what other tests have left in their threads and mailboxes
        for path in PATHS:
            _send(method, path, media, BODIES[media])
        assert not [one for one in _kept() if id(one) not in before]
