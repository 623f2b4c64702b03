"""Out, and in again."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import icalendar
import pytest

from tests.conftest import Api

TASKS = "/api/alice/tasks"
RICH: list[dict[str, Any]] = [
    {"title": "Buy milk", "tags": ["shop", "Größe"], "priority": "high", "due_date": "2026-12-01", "due_time": "08:30"},
    {"title": "=HYPERLINK(\"http://evil\")", "description": "-1+1|cmd\nsecond line, with \"quotes\""},
    {"title": "'quoted'", "description": "@SUM(A1)", "completed": True},
    {"title": "Rent", "due_date": "2026-12-31", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=31"},
    {"title": "\uff1d1+1", "description": "\n=1+1"},
    {"title": "日本語 \u202e rtl 🎉", "tags": ["=tag", "a,b"]},
]  # fmt: skip


def _export(api: Api, form: str, user: str = "alice") -> bytes:
    response: Any = api.get(f"/api/{user}/tasks/export?format={form}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def _comparable(exported: bytes) -> list[dict[str, Any]]:
    """What an import reproduces: everything but ids, versions, and whose they are."""
    tasks = json.loads(exported)["tasks"]
    ranks = sorted(task["position"] for task in tasks)
    left_out = ("id", "version", "user_id", "next_task_id")
    return [
        {
            **{name: value for name, value in task.items() if name not in left_out},
            "position": ranks.index(task["position"]),
        }
        for task in tasks
    ]


@pytest.fixture
def filled(alice: Api) -> Api:
    for task in RICH:
        assert alice.post(TASKS, task).status_code == 201
    ids = [task["id"] for task in alice.get(f"{TASKS}?sort=id").json()]
    alice.post(f"{TASKS}/{ids[0]}/move", {"to": "bottom"})
    return alice


def test_json_goes_out_in_and_out_again(filled: Api, bob: Api) -> None:
    out = _export(filled, "json")

    imported = bob.post("/api/bob/tasks/import", json.loads(out))

    assert imported.status_code == 200
    assert imported.json()["created"] == len(RICH)
    assert _comparable(_export(bob, "json", "bob")) == _comparable(out)


def test_csv_goes_out_and_in(filled: Api, bob: Api) -> None:
    out = _export(filled, "csv")

    imported = bob.post("/api/bob/tasks/import", out, content_type="text/csv")

    assert imported.status_code == 200
    want = {task["title"]: task for task in _comparable(_export(filled, "json"))}
    got = {task["title"]: task for task in _comparable(_export(bob, "json", "bob"))}
    for task in (*want.values(), *got.values()):
        task.pop("position")
    assert got == want


def test_no_cell_of_the_csv_is_a_formula(filled: Api) -> None:
    cells = [cell for row in csv.reader(io.StringIO(_export(filled, "csv").decode())) for cell in row]

    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\n", "\uff1d"))] == []


def test_the_calendar_is_read_back(filled: Api) -> None:
    calendar: Any = icalendar.Calendar.from_ical(_export(filled, "ics"))

    todos = {str(todo["summary"]): todo for todo in calendar.walk("VTODO")}
    assert len(todos) == len(RICH)
    assert todos["Buy milk"].decoded("due").isoformat() == "2026-12-01T08:30:00"
    assert todos["Buy milk"]["priority"] == 1
    assert todos["Rent"]["rrule"]["BYMONTHDAY"] == [-1]
    assert todos["'quoted'"]["status"] == "COMPLETED"


def test_a_dry_run_changes_nothing(alice: Api) -> None:
    answer = alice.post(f"{TASKS}/import?dry_run=true", [{"title": "a"}, {"title": "b"}])

    assert answer.json() == {"dry_run": True, "created": 2, "ids": []}
    assert alice.get(TASKS).json() == []


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
def test_a_dry_run_refuses_what_the_import_would(alice: Api, query: str, settings: Any) -> None:
    """A malformed key; more tasks than the quota leaves room for."""
    bad_key = alice.post(f"{TASKS}/import{query}", [{"title": "a"}], headers={"Idempotency-Key": ""})
    settings.TASKS_PER_USER_MAX = 1
    too_many = alice.post(f"{TASKS}/import{query}", [{"title": "a"}, {"title": "b"}])

    assert (bad_key.status_code, bad_key.json()["errors"][0]["parameter"]) == (400, "Idempotency-Key")
    assert (too_many.status_code, too_many.json()["code"]) == (409, "task_quota_exceeded")
    assert alice.get(TASKS).json() == []


def test_errors_name_the_row_and_nothing_is_written(alice: Api) -> None:
    answer = alice.post(f"{TASKS}/import", [{"title": "fine"}, {"title": ""}, {"title": "x", "priority": "urgent"}, 7])

    assert answer.status_code == 400
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "#/tasks/1/title",
        "#/tasks/2/priority",
        "#/tasks/3",
    }
    assert alice.get(TASKS).json() == []


@pytest.mark.parametrize(
    ("body", "media", "pointer"),
    [
        (b"title,colour\r\nx,red\r\n", "text/csv", "#/0"),
        (b"\xff\xfe", "text/csv", "#"),
        (b'title\r\n"open', "text/csv", "#"),
        (b"", "text/csv", "#/tasks"),
        (b"title\r\n", "text/csv", "#/tasks"),
        (b"title,tags\r\nx\r\n", "text/csv", "#/tasks/0"),
        (b'{"tasks": 3}', "application/json", "#/tasks"),
        (b'{"tasks": [], "format": "other"}', "application/json", "#/format"),
        (b'[{"title": "x", "created_at": "yesterday"}]', "application/json", "#/tasks/0/created_at"),
        (b'[{"title": "x", "updated_at": "0001-01-01T00:00:00Z"}]', "application/json", "#/tasks/0/updated_at"),
        (b'[{"title": "x", "completed_at": "9999-12-31T23:59:59Z"}]', "application/json", "#/tasks/0/completed_at"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(alice: Api, body: bytes, media: str, pointer: str) -> None:
    answer = alice.post(f"{TASKS}/import", body, content_type=media)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_figures_of_times_before_1970(alice: Api, zone: str) -> None:
    """The earliest and the latest time that can be brought in count on their day, on both databases alike."""
    times = [
        "1900-01-01T00:00:00Z",
        "1969-12-30T12:00:00Z",
        "1969-12-31T12:00:00Z",
        "1969-12-31T23:59:59Z",
        "2999-12-31T23:59:59Z",
    ]
    rows = [{"title": "x", "created_at": time, "completed": True, "completed_at": time} for time in times]
    assert alice.post(f"{TASKS}/import", rows).status_code == 200

    figures = alice.get(f"/api/alice/stats?tz={zone}").json()

    assert figures["longest_streak"] == 2


def test_a_thousand_rows_at_a_time(alice: Api) -> None:
    assert alice.post(f"{TASKS}/import", [{"title": "x"}] * 1001).status_code == 400
    assert alice.post(f"{TASKS}/import", [{"title": "x"}] * 1000).json()["created"] == 1000
    assert alice.get("/api/alice/stats").json()["total"] == 1000


def test_an_unknown_format_is_refused(alice: Api) -> None:
    answer = alice.get(f"{TASKS}/export?format=xml")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "format"


def test_it_exports_nobody_elses(filled: Api, bob: Api) -> None:
    assert json.loads(_export(bob, "json", "bob"))["tasks"] == []
    assert bob.get(f"{TASKS}/export").status_code == 403


def test_an_apostrophe_that_guards_nothing_is_text(alice: Api) -> None:
    body = b"title\r\n'tis the season\r\n'=1+1\r\n''quoted'\r\n"

    assert alice.post(f"{TASKS}/import", body, content_type="text/csv").status_code == 200
    assert [task["title"] for task in alice.get(f"{TASKS}?sort=id").json()] == ["'tis the season", "=1+1", "'quoted'"]
