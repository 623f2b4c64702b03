"""Holds every answer that the suite sees to docs/openapi.yaml: its status, its media type, its body."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import yaml
from django.http import StreamingHttpResponse

FILE = Path(__file__).parent.parent / "docs" / "openapi.yaml"
PROBLEM = "application/problem+json"
_LARGEST = 2_000_000  # bytes; beyond it the body is a stream that the test reads itself


class UndocumentedAnswerError(AssertionError):
    """The service answered something that docs/openapi.yaml does not say it may."""


def check(method: str, path: str, response: Any) -> None:
    """Compare an answer with the schema.

    A path that is no operation of the schema must answer a problem when it is under `/api`; pages are left alone.

    Args:
        method: the request's method, in upper case.
        path: the request's path; a query string is cut off.
        response: Django's response to it.

    Raises:
        UndocumentedAnswerError: the status, the media type or the body is not as documented.
    """
    path = path.partition("?")[0]
    found = operation(method, path)
    if found is None:
        if path.startswith("/api/") and response.status_code >= 400:
            _check_body(f"{method} {path}", response, {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}})
        return
    name, responses = found
    documented = responses.get(str(response.status_code))
    if documented is None:
        raise UndocumentedAnswerError(f"{name} answered {response.status_code}, which the schema does not list")
    _check_body(f"{name} {response.status_code}", response, documented.get("content"))


def check_http(response: httpx.Response) -> None:
    """An httpx hook that does the same for what a served process answered; a streamed body is left to the test."""
    if "Content-Length" in response.headers:
        response.read()
        check(response.request.method, response.request.url.path, response)


def operation(method: str, path: str) -> tuple[str, dict[str, Any]] | None:
    """The operation's name and documented responses, or None where the schema knows no such operation."""
    for pattern, operations in _routes():
        if pattern.fullmatch(path):
            found = operations.get("get" if method == "HEAD" else method.lower())
            return None if found is None else (f"{method} {found['operationId']}", found["responses"])
    return None


def _check_body(name: str, response: Any, content: dict[str, Any] | None) -> None:
    if isinstance(response, StreamingHttpResponse) or len(response.content) > _LARGEST:
        return
    media = response.headers.get("Content-Type", "").partition(";")[0]
    if not response.content:
        return
    if content is None or media not in content:
        raise UndocumentedAnswerError(f"{name} answered a body of type {media!r}; documented: {sorted(content or ())}")
    if not media.endswith("json"):
        return
    error = next(iter(_validator(json.dumps(content[media]["schema"])).iter_errors(json.loads(response.content))), None)
    if error is not None:
        raise UndocumentedAnswerError(f"{name}: {error.message} at {error.instance_path}")


@cache
def document() -> dict[str, Any]:
    """The checked-in schema, read once."""
    read: dict[str, Any] = yaml.load(FILE.read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return read


@cache
def _routes() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """Patterns of paths, the literal ones first: `/api/auth/me` is not `/api/{user_id}/me`."""
    paths = document()["paths"]
    ordered = sorted(paths, key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"{\w+}", "[^/]+", path)), paths[path]) for path in ordered]


@cache
def _validator(schema: str) -> Any:
    """A validator of a schema, given as JSON so that it can be a key; references point into the document."""
    whole = {**json.loads(schema), "components": document()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
