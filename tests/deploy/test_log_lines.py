"""One line per request, JSON in production, and in no line a token, a secret or a body."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable

import httpx

from authbridge.testing import bearer
from tests.better_auth.service import TodoService


def test_every_request_is_one_json_line(start_service: Callable[..., TodoService]) -> None:
    service = start_service(LOG_FORMAT="json")
    token = bearer("alice")["Authorization"].removeprefix("Bearer ")
    with service.client(token) as client:
        client.post("/api/tasks", json={"title": "marked-title", "description": "marked-text"})
        client.get("/api/tasks", params={"q": "marked-query"}, headers={"X-Request-ID": "given-1"})
        client.get("/api/tasks", headers={"Authorization": "Bearer " + token[:-4] + "AAAA"})
        client.get("/no/such/marked-path")
        client.post("/api/auth/login", json={"email": "a@example.com", "password": "marked-password"})
    time.sleep(0.3)
    log = service.log()
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    access = [line for line in lines if line["logger"] == "config.access" and "health" not in line["route"]]
    assert [line["status"] for line in access] == [201, 200, 401, 404, 401]
    made, listed, *_ = access
    assert made["route"] == "api/tasks"
    assert made["principal"] == "alice"
    assert made["queries"] > 0
    assert made["ms"] > 0
    assert listed["request_id"] == "given-1"
    assert set(made) == {
        "at",
        "level",
        "logger",
        "method",
        "route",
        "status",
        "ms",
        "queries",
        "request_id",
        "principal",
    }
    for secret in (token, token.rpartition(".")[2], "marked-", os.environ["BETTER_AUTH_SECRET"]):
        assert secret not in log


def test_a_request_id_that_could_forge_a_line_is_replaced(start_service: Callable[..., TodoService]) -> None:
    service = start_service(LOG_FORMAT="json")
    for given in ('a"b', "x" * 129, "a b", "{}"):
        answer = httpx.get(f"{service.url}/api/health/live", headers={"X-Request-ID": given}, trust_env=False)
        assert answer.headers["X-Request-ID"] != given
    for line in service.log().splitlines():
        assert not line.startswith("{") or json.loads(line)
