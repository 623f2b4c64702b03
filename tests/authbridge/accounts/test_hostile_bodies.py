"""What nobody's client sends: refused by name, never a 5xx, nothing written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from authbridge.accounts.models import User
from tests.authbridge.accounts.person import PASSWORD, Person, bearing
from tests.conftest import Api

BODIES: dict[str, dict[str, Any]] = {
    "register": {"email": "bob@example.com", "password": PASSWORD, "name": "Bob"},
    "login": {"email": "ann@example.com", "password": PASSWORD},
    "refresh": {"refresh_token": "A" * 43},
    "logout": {"refresh_token": "A" * 43},
    "password/reset": {"email": "ann@example.com"},
    "password/reset/confirm": {"token": "x", "password": PASSWORD},
    "password/change": {"current_password": PASSWORD, "new_password": PASSWORD},
}
MEMBERS = [(path, member) for path, body in BODIES.items() for member in body]
VALUES = ["\0", "a\0@example.com", "\ud800", "a\ud800@example.com", "x" * 200_000, "\u202e" * 40, "😀@example.com", " "]
OTHERS: list[Any] = [None, 1, 1e308, True, [], ["a"], {}, {"$ne": None}]


@pytest.mark.parametrize(("path", "member"), MEMBERS)
def test_every_member_takes_what_it_takes(ann: Person, path: str, member: str) -> None:
    held = bearing(ann.given["access_token"]) if path == "password/change" else {}
    for value in (*OTHERS, *VALUES):
        body = json.dumps(BODIES[path] | {member: value})
        answer = ann.client.post(f"/api/auth/{path}", body, headers=held)
        problem = answer.json() if answer.content else {}
        assert answer.status_code < 500, (value, answer.content)
        if value in OTHERS and not isinstance(value, str):
            assert (answer.status_code, problem["errors"][0]["pointer"]) == (400, f"#/{member}"), (value, problem)
    # A name and a new password may be odd; an address may not.
    assert set(User.objects.values_list("email", flat=True)) <= {"ann@example.com", "bob@example.com"}
    assert ann.row.check_password(PASSWORD) or member == "new_password"


@pytest.mark.parametrize("path", [path for path in BODIES if path != "password/change"])  # asks who it is first
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "malformed_json"),
        ('{"email": "a", "email": "b"}', 400, "malformed_json"),
        ("[" * 1000, 400, "malformed_json"),
        ("x" * 300_000, 413, "payload_too_large"),
    ],
)
def test_every_route_reads_as_strictly_as_the_rest(nobody: Api, path: str, body: str, status: int, code: str) -> None:
    answer = nobody.post(f"/api/auth/{path}", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "form", ["", "username", "username=a&username=b&password=c", "%ff=%00", "username=%00&password=x"]
)
def test_odd_forms_are_refused(nobody: Api, form: str) -> None:
    answer = nobody.post("/api/auth/login", form, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (400, 401)


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
@pytest.mark.parametrize("path", BODIES)
def test_other_methods_are_refused(nobody: Api, path: str, method: str) -> None:
    answer = getattr(nobody, method)(f"/api/auth/{path}")
    assert answer.status_code in (401, 405)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("agent", ["\x7f" * 500, "Ünïcode ☃".encode().decode("latin-1"), ""])
def test_any_user_agent_may_log_in(ann: Person, agent: str) -> None:
    answer = ann.client.post(
        "/api/auth/login", {"email": ann.email, "password": PASSWORD}, headers={"User-Agent": agent}
    )
    assert answer.status_code == 200
