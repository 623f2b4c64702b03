"""The database and Python write a task in the same bytes."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Api
from todos.query import select
from todos.serializers.representation import as_json
from todos.tasks import rows

RICH = [
    {"title": "plain"},
    {
        "title": 'quotes " and \\ and / and \u2028',
        "description": 'tab\tline\nreturn\r "x" \\ </script> \u007f'.replace("\u007f", ""),
    },
    {"title": "Größe 日本語 🎉", "tags": ["Ärger", 'a "b"', "c\\d", "🎉"], "priority": "high"},
    {"title": "due", "due_date": "2026-02-28", "due_time": "07:05", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=31"},
    {"title": "done", "completed": True, "priority": "low"},
]


@pytest.mark.parametrize("content", RICH, ids=lambda content: str(content["title"])[:8])
def test_one_list_and_answer_agree(alice: Api, content: dict[str, object]) -> None:
    answered = alice.post("/api/alice/tasks", content).content
    number = json.loads(answered)["id"]
    task, one = rows.find("alice", number), select.read_task("alice", number)

    assert task is not None
    assert one is not None
    assert answered == as_json(task) == one[0].encode()
    assert alice.get("/api/alice/tasks").content == b"[" + answered + b"]"
    assert alice.get("/api/alice/tasks/changes").content.startswith(b'{"items":[' + answered + b"]")


def test_a_list_is_its_tasks_a_line_each(alice: Api) -> None:
    answers = [alice.post("/api/alice/tasks", content).content for content in RICH]

    assert alice.get("/api/alice/tasks?sort=id").content == b"[" + b",\n".join(answers) + b"]"
