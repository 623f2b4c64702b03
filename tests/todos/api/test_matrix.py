"""Two users × every route × every method: 401, 403 and 404 as the contract says, with one body for each case.

The routes are taken from the URL conf, so a new one is held to this without being named here.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from tests.conftest import Api
from todos import urls
from todos.models import Task

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ROUTES = sorted(pattern.pattern._route for pattern in urls.urlpatterns)  # type: ignore[union-attr]  # path() routes
CASES = list(itertools.product(ROUTES, METHODS))


def _path(route: str, task: int, user: str = "alice") -> str:
    return "/" + route.replace("<user_id>", user).replace("<task_id>", str(task))


def _body(response: Any) -> dict[str, Any]:
    """The problem, without what differs from request to request."""
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = json.loads(response.content)
    assert body.pop("request_id") == response.headers["X-Request-ID"]
    return body


@pytest.fixture
def task(alice: Api) -> int:
    number: int = alice.post("/api/alice/tasks", {"title": "alice's"}).json()["id"]
    return number


@pytest.mark.parametrize(("route", "method"), CASES)
def test_without_a_token_it_is_401(nobody: Api, task: int, route: str, method: str) -> None:
    response = nobody.generic(method, _path(route, task), "{}")

    body = _body(response)
    assert response.status_code == 401
    assert body["code"] == "not_authenticated"
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize(("route", "method"), [case for case in CASES if "<user_id>" in case[0]])
def test_another_users_path_is_403_whatever_is_there(bob: Api, task: int, route: str, method: str) -> None:
    bodies = []
    for user, number in (("alice", task), ("alice", 10**9), ("nobody-at-all", task)):
        response = bob.generic(method, _path(route, number, user), "{}")
        assert response.status_code == 403
        bodies.append(_body(response))

    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0]["code"] == "forbidden"
    assert Task.objects.get(id=task).version == 1


ITEM_CASES = [
    ("GET", "", ""),
    ("PUT", "", '{"title": "mine now"}'),
    ("PATCH", "", '{"title": "mine now"}'),
    ("DELETE", "", ""),
    ("PATCH", "/complete", ""),
    ("PATCH", "/complete", '{"completed": true}'),
    ("POST", "/restore", ""),
    ("POST", "/move", '{"to": "top"}'),
    ("GET", "/history", ""),
]


@pytest.mark.parametrize(("method", "suffix", "body"), ITEM_CASES)
def test_another_users_task_is_404_as_a_missing_one(bob: Api, task: int, method: str, suffix: str, body: str) -> None:
    bodies = []
    for number in (task, 10**9, "9" * 40, "abc", "-1", "1.5"):
        response = bob.generic(method, f"/api/bob/tasks/{number}{suffix}", body)
        assert response.status_code == 404
        bodies.append(_body(response))

    assert all(found == bodies[0] for found in bodies)
    assert bodies[0]["code"] == "not_found"
    assert Task.objects.get(id=task).version == 1


@pytest.mark.parametrize(("method", "suffix", "body"), [case for case in ITEM_CASES if case[1] != "/restore"])
def test_a_trashed_task_is_404_too(alice: Api, task: int, method: str, suffix: str, body: str) -> None:
    missing = _body(alice.generic(method, f"/api/alice/tasks/{10**9}{suffix}", body))
    alice.delete(f"/api/alice/tasks/{task}")

    response = alice.generic(method, f"/api/alice/tasks/{task}{suffix}", body)

    assert response.status_code == 404
    assert _body(response) == missing


@pytest.mark.parametrize(("route", "method"), CASES)
def test_a_method_that_is_not_offered_is_405_with_allow(alice: Api, task: int, route: str, method: str) -> None:
    response = alice.generic(method, _path(route, task), "{}")

    if response.status_code == 405:
        assert method not in response.headers["Allow"].split(", ")
        assert _body(response)["code"] == "method_not_allowed"
    else:
        assert response.status_code < 500


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/nothing", "/api/alice/tasks/", "/api/alice/tasks/1/", "/elsewhere"]
)
def test_an_unknown_route_is_a_problem_and_never_a_redirect(alice: Api, path: str) -> None:
    for method in METHODS:
        response = alice.generic(method, path, "{}")
        assert response.status_code == 404
        assert _body(response)["code"] == "not_found"
