"""Whatever the path and the method: an answer of the API is JSON or a problem, never a page of Django's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.conftest import Api

PROBLEM = "application/problem+json"


@pytest.fixture
def browser(db: None) -> Client:
    """A client that Django does not excuse from CSRF, as the service's real ones are not."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/alice", "/api/alice/tasks/", "/api/docsy", "/api/no/such/route"]
)
def test_a_route_that_is_not_there_is_404(browser: Client, path: str, method: str) -> None:
    """A write to a mistyped route is not found; it is no matter of cross-site forgery, and no page."""
    response = browser.generic(method, path, b"{}", "application/json")

    assert (response.status_code, response.headers["Content-Type"]) == (404, PROBLEM)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["/api/health/live", "/api/health/ready", "/api/schema", "/api/docs"])
def test_a_method_that_is_not_taken_is_405(browser: Client, path: str, method: str) -> None:
    """What can only be read says so, in a problem with `Allow`."""
    response: Any = browser.generic(method, path)

    assert (response.status_code, response.headers["Content-Type"]) == (405, PROBLEM)
    assert response.json()["code"] == "method_not_allowed"
    assert response.headers["Allow"] == "GET, HEAD"


def test_an_id_has_one_spelling(alice: Api) -> None:
    """A task is found under its number, and not under another text that means the same number."""
    number = alice.post("/api/alice/tasks", {"title": "x"}).json()["id"]

    assert alice.get(f"/api/alice/tasks/{number}").status_code == 200
    assert alice.get(f"/api/alice/tasks/0{number}").status_code == 404
