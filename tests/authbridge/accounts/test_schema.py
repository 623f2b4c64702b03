"""The OpenAPI schema says what these routes really answer."""

from __future__ import annotations

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from tests.authbridge.accounts.person import PASSWORD, Person, bearing


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The whole schema."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # drf-spectacular's is untyped
    return made


def check(schema: dict[str, Any], path: str, method: str, answer: Any) -> None:
    """The answer's status, media type and body stand in the schema."""
    responses = schema["paths"][path][method]["responses"]
    described = responses[str(answer.status_code)]
    if not answer.content:
        assert "content" not in described
        return
    media = described["content"][answer["Content-Type"].partition(";")[0]]
    Draft202012Validator({**media["schema"], "components": schema["components"]}).validate(answer.json())


def test_answers_are_as_described(ann: Person, schema: dict[str, Any]) -> None:
    held, post = bearing(ann.given["access_token"]), ann.client.post
    bob = {"email": "bob@example.com", "password": PASSWORD}
    calls: list[tuple[str, dict[str, Any], dict[str, str]]] = [
        ("register", bob, {}),
        ("register", bob, {}),
        ("register", {"role": "admin"}, {}),
        ("login", bob, {}),
        ("login", {**bob, "password": "wrong"}, {}),
        ("login", bob, {"Origin": "https://evil.example"}),
        ("refresh", {"refresh_token": ann.given["refresh_token"]}, {}),
        ("refresh", {"refresh_token": "x"}, {}),
        ("password/reset", {"email": bob["email"]}, {}),
        ("password/reset/confirm", {"token": "x", "password": PASSWORD}, {}),
        ("password/change", {"current_password": "x", "new_password": PASSWORD}, held),
        ("password/change", {"current_password": PASSWORD, "new_password": "An0ther horse"}, {}),
        ("logout", {"everywhere": True}, held),
        ("logout", {}, held),
    ]
    for path, body, headers in calls:
        check(schema, f"/api/auth/{path}", "post", post(f"/api/auth/{path}", body, headers=headers))
    check(schema, "/api/auth/me", "get", ann.client.get("/api/auth/me"))
    check(schema, "/api/auth/me", "get", ann.client.get("/api/auth/me", headers=bearing(ann_again(ann))))
    assert ann.client.get("/api/schema").status_code == 200


def ann_again(ann: Person) -> str:
    """A fresh access token."""
    return str(ann.log_in().json()["access_token"])
