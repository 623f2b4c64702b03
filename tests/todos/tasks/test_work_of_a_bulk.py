"""What one bulk may do: every whole-list operation once, as many rows as a request may write, successors in one go."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from typing import Any

import pytest
import time_machine
from dateutil.rrule import rrulestr
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import Api
from todos.models import Owner, Task, TaskEvent
from todos.operations.verify import check_lists, check_tasks
from todos.recurrence import rules
from todos.recurrence.occurrences import following

TASKS = "/api/alice/tasks"
MONTHLY = {
    "title": "Report",
    "due_date": "2026-02-02",
    "recurrence": "FREQ=MONTHLY;BYDAY=5MO;INTERVAL=11",
    "tags": ["a"],
}


def _bulk(api: Api, *operations: str) -> Any:
    return api.post(f"{TASKS}/bulk", {"operations": [{"op": op} for op in operations]})


@pytest.mark.parametrize("op", ["complete_all", "delete_completed"])
def test_a_second_operation_on_the_whole_list_is_refused(alice: Api, op: str) -> None:
    """A second one in the same bulk finds what the first has made: 50 pairs over 1,000 tasks worked for a minute."""
    other = {"complete_all": "delete_completed", "delete_completed": "complete_all"}[op]
    answer = _bulk(alice, op, other, op)

    assert (answer.status_code, answer.json()["code"]) == (400, "validation_error")
    assert [(entry["pointer"], entry["code"]) for entry in answer.json()["errors"]] == [
        ("#/operations/2/op", "repeated")
    ]


@time_machine.travel("2026-11-21T10:00:00Z", tick=True)
def test_two_hundred_successors_are_made_by_as_many_statements_as_twenty(alice: Api) -> None:
    statements, pending = [], 0
    for many in (20, 180):
        alice.post(f"{TASKS}/import", [MONTHLY] * many)
        pending += many
        with CaptureQueriesContext(connection) as queries:
            answer = _bulk(alice, "complete_all")
        statements.append(len(queries))
        assert answer.json()["results"] == [{"op": "complete_all", "count": pending}]

    assert statements[0] == statements[1]


@time_machine.travel("2026-11-21T10:00:00Z", tick=True)
def test_each_has_the_successor_that_it_would_have_alone(alice: Api) -> None:
    """Different rules, rules that end, a series with two open tasks, and one whose successor exists already."""
    given = [
        {**MONTHLY, "title": "monthly", "description": "x", "priority": "high", "due_time": "09:30"},
        {"title": "plain"},
        {"title": "ends", "due_date": "2026-11-20", "recurrence": "FREQ=DAILY;COUNT=1"},
        {"title": "two", "due_date": "2026-12-01", "recurrence": "FREQ=DAILY;COUNT=9"},
        {"title": "done", "due_date": "2026-12-01", "recurrence": "FREQ=DAILY", "recurrence_from": "completion"},
    ]
    for who in (alice, Api("bob")):
        ids = [who.post(f"/api/{who.user_id}/tasks", fields).json()["id"] for fields in given]
        two = f"/api/{who.user_id}/tasks/{ids[3]}"
        heir = who.patch(f"{two}/complete", {"completed": True}).json()["next_task_id"]
        who.patch(f"/api/{who.user_id}/tasks/{heir}", {"description": "touched"})
        who.patch(f"{two}/complete", {"completed": False})
        if who is alice:
            _bulk(alice, "complete_all")
            continue
        pending = who.get("/api/bob/tasks?completed=false&sort=id").json()
        for task in pending:
            who.patch(f"/api/bob/tasks/{task['id']}/complete", {"completed": True})

    def told(api: Api) -> list[dict[str, Any]]:
        chosen = (
            "title",
            "description",
            "priority",
            "due_date",
            "due_time",
            "tags",
            "recurrence",
            "completed",
            "version",
        )
        tasks = api.get(f"/api/{api.user_id}/tasks?sort=id").json()
        place = {task["id"]: number for number, task in enumerate(tasks)}
        return [{**{name: task[name] for name in chosen}, "next": place.get(task["next_task_id"])} for task in tasks]

    assert told(alice) == told(Api("bob"))
    assert list(check_lists(lambda _: None)) == list(check_tasks(lambda _: None)) == []
    assert TaskEvent.objects.filter(user_id="alice").count() == TaskEvent.objects.filter(user_id="bob").count()
    positions = Task.objects.filter(user_id="alice").values_list("position", flat=True)
    assert len(set(positions)) == len(positions)


def test_more_rows_than_a_request_may_write_are_refused_by_the_operation(alice: Api, settings: Any) -> None:
    settings.ROWS_PER_REQUEST_MAX, settings.SUCCESSORS_PER_REQUEST_MAX = 12, 3
    alice.post(f"{TASKS}/import", [{"title": "plain"}] * 7)
    refused = _bulk(alice, "complete_all", "delete_completed")

    assert (refused.status_code, refused.json()["code"]) == (400, "validation_error")
    assert [(entry["pointer"], entry["code"]) for entry in refused.json()["errors"]] == [
        ("#/operations/1/op", "too_many")
    ]
    assert Owner.objects.get(pk="alice").completed == 0, "all or nothing"
    assert _bulk(alice, "complete_all").status_code == 200

    alice.post(f"{TASKS}/import", [MONTHLY] * 4)
    refused = _bulk(alice, "complete_all")
    assert [(entry["pointer"], entry["code"]) for entry in refused.json()["errors"]] == [
        ("#/operations/0/op", "too_many")
    ]


@pytest.mark.parametrize(
    "text", ["BYDAY=5MO;INTERVAL=12", "BYDAY=2TU", "BYDAY=-1FR;INTERVAL=7", "BYDAY=5WE;INTERVAL=999"]
)
@pytest.mark.parametrize("due", ["1900-01-29", "2026-11-03", "2026-11-30", "2950-02-27"])
def test_an_nth_weekday_costs_the_same_however_long_ago_it_was_due(text: str, due: str) -> None:
    """The days are dateutil's; the way there is not: it walks every month since, and a thousand tasks work for a minute."""
    rule, day, after = rules.read(f"FREQ=MONTHLY;{text}"), date.fromisoformat(due), date(2026, 11, 21)
    calls = 0

    def count(*_: Any) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        found = following(rule, day, after)
    finally:
        sys.setprofile(None)

    later = rrulestr(f"FREQ=MONTHLY;{text}", dtstart=datetime.combine(day, time.min))
    expected = later.after(datetime.combine(max(day, after), time.min))
    assert (found and found[0]) == (expected.date() if expected and expected.year < 3000 else None)
    assert calls < 500
