"""`complete_all` and `delete_completed`: the same few statements however long the list is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import Api
from todos.clock import now
from todos.models import Owner, Task, TaskEvent

TASKS = "/api/alice/tasks"
MANY = 600


def _bulk(alice: Api, op: str) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as queries:
        response = alice.post(f"{TASKS}/bulk", {"operations": [{"op": op}]})
    assert response.status_code == 200, response.content
    return response.json()["results"], len(queries)


def test_a_long_list_costs_no_more_statements(alice: Api) -> None:
    alice.post(f"{TASKS}/import", [{"title": f"Task {number}"} for number in range(MANY)])

    done, statements = _bulk(alice, "complete_all")
    assert done == [{"op": "complete_all", "count": MANY}]
    assert statements <= 8
    assert _bulk(alice, "complete_all")[0] == [{"op": "complete_all", "count": 0}]
    gone, statements = _bulk(alice, "delete_completed")
    assert gone == [{"op": "delete_completed", "count": MANY}]
    assert statements <= 8

    kept = Owner.objects.get(pk="alice")
    assert (kept.total, kept.completed, kept.trashed, kept.revision) == (0, 0, MANY, 3 * MANY)
    rows = Task.objects.order_by("id").values_list("revision", "version", "completed", flat=False)
    assert list(rows) == [(2 * MANY + place, 3, True) for place in range(1, MANY + 1)]
    kinds = TaskEvent.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["created"] * MANY + ["completed"] * MANY + ["trashed"] * MANY
    told = TaskEvent.objects.filter(kind="completed").values_list("changes", flat=True)
    assert set(told) == {'{"completed":[false,true]}'}


def test_one_that_recurs_has_its_successor_and_others_are_done_as_ever(alice: Api) -> None:
    tomorrow = (now().date() + timedelta(days=1)).isoformat()
    recurring = alice.post(TASKS, {"title": "daily", "due_date": tomorrow, "recurrence": "FREQ=DAILY"}).json()["id"]
    plain = alice.post(TASKS, {"title": "once"}).json()["id"]

    assert _bulk(alice, "complete_all")[0] == [{"op": "complete_all", "count": 2}]

    first, second = alice.get(f"{TASKS}/{recurring}").json(), alice.get(f"{TASKS}/{plain}").json()
    assert (first["completed"], second["completed"]) == (True, True)
    assert first["completed_at"] == second["completed_at"]
    successor = alice.get(f"{TASKS}/{first['next_task_id']}").json()
    assert (successor["completed"], successor["title"]) == (False, "daily")
    assert Owner.objects.get(pk="alice").revision == 5
