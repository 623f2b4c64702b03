"""The check that every answer of the suite goes through refuses what docs/openapi.yaml does not say."""

from __future__ import annotations

import json
from collections.abc import Iterator
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


def _inside(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of the document, the document itself included."""
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _inside(inner)


def test_generators_find_what_they_need() -> None:
    """Without these, clients that are generated miss a model, have no address, or refuse what the service sends."""
    document = openapi.document()
    objects = list(_inside(document))
    arrays = [node for node in objects if node.get("type") == "array" or node.get("type") == ["array", "null"]]
    named = document["components"]["schemas"]
    choices = [node for node in named.values() if "oneOf" in node]

    assert document["servers"]
    assert {tag for node in objects if "operationId" in node for tag in node["tags"]} == {
        tag["name"] for tag in document["tags"]
    }
    assert len(arrays) > 10
    assert [node for node in arrays if "items" not in node] == []
    assert len(choices) >= 3
    assert [node for node in choices for one in node["oneOf"] if "$ref" not in one] == []
    assert [node for node in objects if node.get("in") == "query" and node.get("explode") is False] == []


def test_the_kinds_of_an_operation_are_told_apart_by_op() -> None:
    schemas = openapi.document()["components"]["schemas"]
    discriminator = schemas["Operation"]["discriminator"]
    found = {
        (op, ref) for ref in {one["$ref"] for one in schemas["Operation"]["oneOf"]}
        for op in schemas[ref.rpartition("/")[2]]["properties"][discriminator["propertyName"]]["enum"]
    }  # fmt: skip

    assert found == set(discriminator["mapping"].items())
    assert len(found) >= 7


def test_a_csv_is_text_and_no_object() -> None:
    paths = openapi.document()["paths"]
    bodies = [paths[path]["post"]["requestBody"]["content"] for path in paths if path.endswith("/import")]

    assert len(bodies) == 2
    assert [body["text/csv"]["schema"] for body in bodies] == [{"type": "string"}] * 2
