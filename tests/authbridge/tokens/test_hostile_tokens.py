"""Every hostile token is refused, with one body, and without asking anybody on the network."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from authbridge.testing import bearer, hostile
from authbridge.testing.hostile.good import Good

pytestmark = pytest.mark.anywhere

_watching: list[list[str]] = []


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo") and _watching:
        _watching[-1].append(f"{event} {args[1:]}")


sys.addaudithook(_watch)


@pytest.fixture
def connections() -> Iterator[list[str]]:
    """Every connection that this process opens meanwhile, as the interpreter itself reports it."""
    _watching.append([])
    yield _watching[-1]
    _watching.pop()


def call(token: str) -> Any:
    # WSGI hands headers over as Latin-1.
    value = f"Bearer {token}".encode().decode("latin-1")
    return Client(raise_request_exception=False).get("/api/tasks", HTTP_AUTHORIZATION=value)


def body(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = response.json()
    found.pop("request_id")
    return found


def test_there_are_at_least_150_of_them_with_names_of_their_own() -> None:
    assert len(hostile.NAMES) >= 150
    assert len(set(hostile.NAMES)) == len(hostile.NAMES)


@pytest.mark.django_db
def test_the_token_they_are_made_from_is_good() -> None:
    assert call(Good.current().token()).status_code == 200


@pytest.fixture(scope="module")
def usual_body() -> dict[str, Any]:
    return body(call("not-a-token"))


@pytest.mark.parametrize("name", hostile.NAMES)
def test_it_is_refused_like_every_other(name: str, usual_body: dict[str, Any], connections: list[str]) -> None:
    response = call(hostile.token(name))
    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert body(response) == usual_body
    assert usual_body["code"] == "invalid_token"
    assert response["WWW-Authenticate"].startswith('Bearer realm="api", error="invalid_token"')
    assert connections == []


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "bearer\t", "Bearer a b", "Bearer a,Bearer b", "Bearer =", "BEARER ä"]
)
def test_a_bearer_header_of_another_form_is_refused(header: str) -> None:
    response = Client(raise_request_exception=False).get("/api/tasks", HTTP_AUTHORIZATION=header)
    assert (response.status_code, response.json()["code"]) == (401, "invalid_token")


@pytest.mark.parametrize("header", ["", "Basic YTpi", "Digest x", "Bearertoken", "Token abc"])
def test_another_scheme_is_no_credential_of_ours(header: str) -> None:
    response = Client(raise_request_exception=False).get("/api/tasks", HTTP_AUTHORIZATION=header)
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


def test_an_expired_token_has_its_own_code() -> None:
    response = Client(raise_request_exception=False).get("/api/tasks", headers=bearer(expires_in=-1, iat=1_700_000_000))
    assert (response.status_code, response.json()["code"]) == (401, "token_expired")
