"""The cookies: what they may do, who may send them, and that clearing clears."""

from __future__ import annotations

from http.cookies import Morsel
from typing import Any

import pytest
from pytest_django import Settings

from tests.authbridge.accounts.person import PASSWORD, Person

ACCESS, REFRESH = "__Host-access_token", "__Secure-refresh_token"
OURS = {"Origin": "http://localhost:3000"}


def attributes(cookie: Morsel[str]) -> dict[str, Any]:
    """The attributes that are set, without the dates."""
    return {name: value for name, value in cookie.items() if value and name != "expires"}


@pytest.fixture
def browser(ann: Person) -> Person:
    """Ann, whose client keeps the cookies of a log-in."""
    ann.client.post("/api/auth/login", {"email": ann.email, "password": PASSWORD})
    return ann


def test_a_script_cannot_read_them_and_plain_http_does_not_carry_them(browser: Person) -> None:
    cookies = browser.client.cookies
    assert attributes(cookies[ACCESS]) == {
        "path": "/", "max-age": 1800, "httponly": True, "secure": True, "samesite": "Lax",
    }  # fmt: skip
    refresh = attributes(cookies[REFRESH])
    assert refresh.pop("max-age") == pytest.approx(7 * 86_400, abs=5)
    assert refresh == {"path": "/api/auth", "httponly": True, "secure": True, "samesite": "Lax"}


def test_in_debug_they_need_no_https(ann: Person, settings: Settings) -> None:
    settings.DEBUG = True
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"ACCESS_COOKIE": "access_token"}
    ann.client.post("/api/auth/login", {"email": ann.email, "password": PASSWORD})
    assert not ann.client.cookies["access_token"]["secure"]
    assert not ann.client.cookies["refresh_token"]["secure"]
    settings.DEBUG = False
    ann.client.post("/api/auth/login", {"email": ann.email, "password": PASSWORD})
    assert ann.client.cookies["access_token"]["secure"]


@pytest.mark.parametrize("headers", [OURS, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}])
def test_a_trusted_page_refreshes_by_cookie_and_never_sees_the_token(browser: Person, headers: dict[str, str]) -> None:
    before = browser.client.cookies[REFRESH].value
    answer = browser.client.post("/api/auth/refresh", {}, headers=headers)
    assert answer.status_code == 200
    assert "refresh_token" not in answer.json()
    assert browser.client.cookies[REFRESH].value != before


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}])
@pytest.mark.parametrize("path", ["refresh", "logout"])
def test_nobody_else_acts_by_cookie(browser: Person, headers: dict[str, str], path: str) -> None:
    answer = browser.client.post(f"/api/auth/{path}", {}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert browser.client.post("/api/auth/refresh", {}, headers=OURS).status_code == 200


def test_logging_out_by_cookie_clears_both(browser: Person) -> None:
    token = browser.client.cookies[REFRESH].value
    answer = browser.client.post("/api/auth/logout", {}, headers=OURS)
    assert answer.status_code == 204
    for name, path in ((ACCESS, "/"), (REFRESH, "/api/auth")):
        cookie = answer.cookies[name]
        assert (cookie.value, cookie["max-age"], cookie["path"], cookie["secure"]) == ("", 0, path, True)
    assert browser.refresh(token).status_code == 401


def test_the_access_cookie_is_a_credential_where_it_is_a_source(browser: Person, settings: Settings) -> None:
    assert browser.client.get("/api/auth/me").status_code == 401
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"SOURCES": ("header", "access_cookie")}
    assert browser.client.get("/api/auth/me").status_code == 200
    assert browser.client.post("/api/tasks", {"title": "No"}).status_code == 403
    assert browser.client.post("/api/tasks", {"title": "Yes"}, headers=OURS).status_code == 201


def test_the_body_goes_before_the_cookie(browser: Person) -> None:
    answer = browser.client.post("/api/auth/refresh", {"refresh_token": browser.given["refresh_token"]})
    assert answer.status_code == 200
    assert "refresh_token" in answer.json()
