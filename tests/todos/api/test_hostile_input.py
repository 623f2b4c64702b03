"""Bad input: a problem that names the field, never a 5xx, and nothing written."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.conftest import Api
from todos.models import Owner, Task

TASKS = "/api/alice/tasks"


@pytest.fixture(autouse=True)
def nothing_is_written(db: None) -> Any:
    yield
    assert Task.objects.count() == 0
    assert Owner.objects.count() == 0


def _refused(response: Any, status: int, code: str) -> list[dict[str, str]]:
    body = json.loads(response.content)
    assert (response.status_code, body["status"], body["code"]) == (status, status, code)
    assert isinstance(body["detail"], str)
    errors: list[dict[str, str]] = body["errors"]
    return errors


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000, b'{"a":' * 40_000, b'{"title": ' + b"[" * 33 + b"]" * 33 + b"}", b'{"title": "x"', b"", b"nope", b"\xff\xfe{}",
        b'{"title": "x", "title": "y"}', b'{"title": NaN}', b'{"title": Infinity}', b'{"title": "\xed\xa0\x80"}', b"\xef\xbb\xbf{}",
        b'{"a": ' + b"1" * 5000 + b"}", b"{'title': 'x'}",
    ],
)  # fmt: skip
def test_what_is_not_json(alice: Api, body: bytes) -> None:
    response = alice.post(TASKS, body)

    assert response.status_code == 400
    assert response.json()["code"] in ({"malformed_json"} if body else {"validation_error"})


@pytest.mark.parametrize("size", [256 * 1024 + 1, 10 * 1024 * 1024])
def test_a_body_that_is_too_large(alice: Api, size: int) -> None:
    _refused(alice.post(TASKS, b'{"title": "' + b"x" * size), 413, "payload_too_large")


@pytest.mark.parametrize(
    "media", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/merge-patch+json"]
)
def test_another_media_type(alice: Api, media: str) -> None:
    _refused(alice.post(TASKS, b'{"title": "x"}', content_type=media), 415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("title", None), ("title", 1), ("title", ""), ("title", " \t"), ("title", "\u200b"), ("title", "a\u0000b"), ("title", "a\nb"),
        ("title", "x" * 201), ("title", "\ud800"), ("title", ["x"]), ("title", True), ("description", None), ("description", "x" * 10_001),
        ("description", "\u0000"), ("completed", 1), ("completed", "true"), ("completed", None), ("priority", 3), ("priority", "urgent"),
        ("priority", None), ("due_date", "2026-02-30"), ("due_date", "26-01-01"), ("due_date", "2026-01-01T00:00:00Z"), ("due_date", 20260101),
        ("due_date", "1899-12-31"), ("due_date", "3000-01-01"), ("due_date", "２０２６-01-01"), ("due_time", "24:00"), ("due_time", "9:00"),
        ("due_time", "09:00:00"), ("due_time", "09:00"), ("tags", "a"), ("tags", None), ("tags", [1]), ("tags", [""]), ("tags", ["x" * 51]),
        ("tags", [str(number) for number in range(21)]), ("tags", ["a\u0000"]), ("dueDate", "2026-01-01"), ("done", True), ("recurrence", 1),
        ("recurrence_from", "x"), ("\ud800", 1),
    ],
)  # fmt: skip
def test_a_wrong_value_names_the_member(alice: Api, member: str, value: Any) -> None:
    body = json.dumps({"title": "fine", member: value}).encode()

    errors = _refused(alice.post(TASKS, body), 400, "validation_error")

    assert errors[0]["pointer"].startswith(f"#/{member if member.isprintable() else ''}")


@pytest.mark.parametrize("body", ["[]", "1", '"x"', "null", "true"])
def test_a_body_that_is_no_object(alice: Api, body: str) -> None:
    errors = _refused(alice.post(TASKS, body.encode()), 400, "validation_error")

    assert (errors[0]["pointer"], errors[0]["code"]) == ("#", "wrong_type")
    assert "dict" not in errors[0]["detail"]  # a client knows objects


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        (b'{\n  "title": "x",\n}', 3, 1),
        (b'{"title": "x", "tags": ["a",\n\t ]}', 2, 3),
        (b'{"title": "x",,}', 1, 15),
        (b'{"title" "x"}', 1, 10),
        (b"nope", 1, 1),
    ],
)
def test_what_is_not_json_says_where(alice: Api, body: bytes, line: int, column: int) -> None:
    """The line and the column of the first fault, on every Python: from 3.13 on it points at a comma too many itself."""
    response = alice.post(TASKS, body)

    assert response.json()["detail"] == f"The body is not valid JSON: line {line}, column {column}."


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 19, "9" * 20, "9" * 40, "0", "-1", "1.0", "١", "x"])
@pytest.mark.parametrize(
    ("method", "rest", "body"),
    [
        ("GET", "", ""), ("GET", "/history", ""), ("PUT", "", {"title": "x"}), ("PATCH", "", {}), ("DELETE", "", ""),
        ("PATCH", "/complete", ""), ("POST", "/restore", ""), ("POST", "/move", {"to": "top"}),
    ],
)  # fmt: skip
def test_an_id_that_no_task_can_have(alice: Api, number: str, method: str, rest: str, body: Any) -> None:
    """Longer than the database counts, or no number: not found, on every route of a task."""
    path = f"{TASKS}/{quote(number)}{rest}"

    _refused(alice.generic(method, path, json.dumps(body) if body != "" else b""), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "rest", "body"),
    [
        ("POST", "", {"title": "x"}), ("GET", "/1", ""), ("PUT", "/1", {"title": "x"}), ("PATCH", "/1", {}), ("DELETE", "/1", ""),
        ("PATCH", "/1/complete", ""), ("POST", "/1/restore", ""), ("POST", "/1/move", {"to": "top"}),
        ("POST", "/bulk", {"operations": [{"op": "create", "task": {"title": "x"}}]}), ("POST", "/import", [{"title": "x"}]),
    ],
)  # fmt: skip
def test_a_parameter_of_a_route_that_takes_none(alice: Api, method: str, rest: str, body: Any) -> None:
    """`?dry_run=true` on a bulk must not be a bulk that runs."""
    path = f"{TASKS}{rest}?dryrun=true"

    errors = _refused(alice.generic(method, path, json.dumps(body) if body != "" else b""), 400, "validation_error")
    assert (errors[0]["parameter"], errors[0]["code"]) == ("dryrun", "unknown")


def test_an_unknown_member_is_given_a_hint(alice: Api) -> None:
    errors = _refused(alice.post(TASKS, {"title": "x", "dueDate": "2026-01-01"}), 400, "validation_error")

    assert "due_date" in errors[0]["detail"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"), ("limit", "-1"), ("limit", "101"), ("limit", "abc"), ("limit", "5_0"), ("limit", "٥"), ("limit", "1e1"), ("limit", ""),
        ("limit", "+5"), ("limit", " 5"), ("offset", "-1"), ("offset", "1" + "0" * 20), ("completed", "1"), ("completed", "True"), ("sort", "due"),
        ("sort", "title,title"), ("sort", ""), ("priority", "urgent"), ("due", "soon"), ("due_from", "tomorrow"), ("tz", "Mars/Olympus"),
        ("tz", "../../etc/passwd"), ("updated_since", "2026-01-01"), ("cursor", "x"), ("cursor", "WyI.x"), ("tag", ""), ("tag", "x" * 51),
        ("q", "x" * 201), ("q", "\u0000"), ("deleted", "yes"), ("colour", "red"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_named(alice: Api, name: str, value: str) -> None:
    errors = _refused(alice.get(f"{TASKS}?{name}={quote(value)}"), 400, "validation_error")

    assert errors[0]["parameter"] == name


@pytest.mark.parametrize(
    "query", ["q=%ff", "q=%ed%a0%80", "%00=1", "limit=1&limit=2", "x" * 9000, "&".join(f"tag=t{n}" for n in range(100))]
)
def test_a_query_that_cannot_be_read(alice: Api, query: str) -> None:
    _refused(alice.get(f"{TASKS}?{query}"), 400, "validation_error")


def test_every_fault_is_told_at_once(alice: Api) -> None:
    errors = _refused(alice.get(f"{TASKS}?limit=0&offset=x&sort=no&foo=1"), 400, "validation_error")

    assert {error["parameter"] for error in errors} == {"limit", "offset", "sort", "foo"}


@pytest.mark.parametrize("header", ["v1", '"v1', "W/", "*,*", "\u00e9"])
def test_a_precondition_that_cannot_be_read(alice: Api, header: str) -> None:
    response = alice.patch(f"{TASKS}/1", {"title": "x"}, headers={"If-Match": header})

    # The header is read before the task is looked for.
    assert _refused(response, 400, "validation_error")[0]["parameter"] == "If-Match"


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "é"])
def test_a_key_that_cannot_be_used(alice: Api, key: str) -> None:
    errors = _refused(alice.post(TASKS, {"title": "x"}, headers={"Idempotency-Key": key}), 400, "validation_error")

    assert errors[0]["parameter"] == "Idempotency-Key"
