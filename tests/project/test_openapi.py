"""The check that every answer of the suite goes through refuses what docs/openapi.yaml does not say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse

from tests import openapi

pytestmark = pytest.mark.anywhere
PROBLEM = {
    "type": "about:blank", "title": "Not Found", "status": 404, "detail": "No.", "code": "not_found", "request_id": "r", "errors": [],
}  # fmt: skip


def answer(status: int, body: Any = None, media: str = "application/json") -> HttpResponse:
    """A response as the service might make it."""
    return HttpResponse(b"" if body is None else json.dumps(body), status=status, content_type=media)


def test_what_is_documented_passes() -> None:
    """A list, a bare status and a problem, on the own path and on the user's."""
    openapi.check("GET", "/api/tasks", answer(200, []))
    openapi.check("GET", "/api/alice/tasks?limit=1", answer(304))
    openapi.check("GET", "/api/tasks/7", answer(404, PROBLEM, openapi.PROBLEM))
    openapi.check("GET", "/api/none/such/path", answer(404, PROBLEM, openapi.PROBLEM))


@pytest.mark.parametrize(
    ("method", "path", "response"),
    [
        ("GET", "/api/tasks", answer(418, {})),
        ("GET", "/api/tasks", answer(200, {"results": []})),
        ("GET", "/api/tasks", answer(200, [{"id": 1}])),
        ("GET", "/api/tasks", answer(200, [], "text/html")),
        ("DELETE", "/api/tasks/7", answer(204, {"id": 7})),
        ("GET", "/api/tasks/7", answer(404, PROBLEM)),
        ("GET", "/api/tasks/7", answer(404, PROBLEM | {"code": "of_no_list"}, openapi.PROBLEM)),
        ("GET", "/api/none/such/path", answer(404, {"detail": "No."})),
    ],
)
def test_what_is_not_documented_is_refused(method: str, path: str, response: HttpResponse) -> None:
    """Another status, another shape, another media type, a body where there is none, a code of no list."""
    with pytest.raises(openapi.UndocumentedAnswerError):
        openapi.check(method, path, response)
