"""What a request costs the database: counted, never timed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import Api

TASKS = "/api/alice/tasks"


@pytest.mark.django_db(transaction=True)
def test_statements_of_each_request_begin_and_commit_included() -> None:
    alice = Api("alice")
    task = alice.post(TASKS, {"title": "one", "tags": ["a"]}).json()["id"]

    def cost(method: str, path: str, data: Any = "", **headers: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert getattr(alice, method)(path, data, headers=headers).status_code < 400
        return len(queries)

    etag = alice.get(TASKS).headers["ETag"]
    assert cost("get", f"{TASKS}") == 1
    assert cost("get", f"{TASKS}?q=one&tag=a&due=none&sort=title") == 1
    assert cost("get", TASKS, **{"If-None-Match": etag}) == 1
    assert cost("get", f"{TASKS}/{task}") == 1
    assert cost("get", "/api/alice/stats") == 1
    assert cost("get", f"{TASKS}/changes") == 2
    assert cost("post", TASKS, {"title": "two"}) <= 6
    assert cost("patch", f"{TASKS}/{task}", {"title": "uno"}) <= 6
    assert cost("put", f"{TASKS}/{task}", {"title": "ein"}) <= 6
    assert cost("patch", f"{TASKS}/{task}/complete") <= 6
    assert cost("patch", f"{TASKS}/{task}", {}) == 1
    assert cost("delete", f"{TASKS}/{task}") <= 6


def test_history_of_a_bulk_of_a_hundred_is_one_statement(alice: Api) -> None:
    operations = [{"op": "create", "task": {"title": f"Task {number}"}} for number in range(100)]

    with CaptureQueriesContext(connection) as queries:
        assert alice.post(f"{TASKS}/bulk", {"operations": operations}).status_code == 200

    assert len([query for query in queries if "todos_taskevent" in query["sql"]]) == 1
