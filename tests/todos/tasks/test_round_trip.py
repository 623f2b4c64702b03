"""What was read may be sent back: nothing changes. And of two writers who read the same, one learns of the other."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from tests.conftest import Api
from todos.models import Owner, Task, TaskEvent

TASKS = "/api/alice/tasks"
RICH: dict[str, Any] = {
    "title": "Größe: “ångström” 日本 🎉",
    "description": "two\nlines\twith 'quotes', \"more\" and \\",
    "priority": "high",
    "due_date": "2026-11-30",
    "due_time": "07:05",
    "tags": ["Ärger", 'a "b"', "🎉"],
    "recurrence": "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=7",
    "recurrence_from": "completion",
}
KINDS = {"rich": RICH, "done": RICH | {"completed": True}, "plain": {"title": "Buy milk"}}


def _traces() -> list[Any]:
    """Everything of the database that a change would show in."""
    return [list(model.objects.order_by("pk").values()) for model in (Owner, Task, TaskEvent)]


@pytest.fixture(params=KINDS)
def path(request: pytest.FixtureRequest, alice: Api) -> str:
    """A task of each kind, made the day before."""
    with time_machine.travel("2026-11-29T10:00:00Z"):
        return f"{TASKS}/{alice.post(TASKS, KINDS[request.param]).json()['id']}"


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@pytest.mark.parametrize("match", [True, False])
@time_machine.travel("2026-11-30T10:00:00Z")
def test_what_was_read_may_be_sent_back(alice: Api, path: str, method: str, match: bool) -> None:
    """GET, the same bytes as PUT or PATCH, GET: equal, the same ETag, and not a trace of it."""
    read, traces = alice.get(path), _traces()

    written = alice.generic(method, path, read.content, headers={"If-Match": read.headers["ETag"]} if match else {})

    assert written.status_code == 200
    again = alice.get(path)
    assert read.content == written.content == again.content
    assert read.headers["ETag"] == written.headers["ETag"] == again.headers["ETag"]
    assert _traces() == traces


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
@time_machine.travel("2026-11-30T10:00:00Z")
def test_a_completed_one_with_a_successor_may_be_sent_back(alice: Api, method: str) -> None:
    """It is completed already, so nothing follows a second time."""
    path = f"{TASKS}/{alice.post(TASKS, RICH).json()['id']}"
    assert alice.patch(f"{path}/complete").json()["next_task_id"]
    read, traces = alice.get(path), _traces()

    assert alice.generic(method, path, read.content).content == read.content
    assert _traces() == traces


@pytest.mark.parametrize(
    "body",
    [{}, {"due_time": "07:05"}, {"tags": RICH["tags"]}, {"title": f"  {RICH['title']} "}, {"id": 9, "version": 9, "user_id": "bob"}],
    ids=["empty", "same time", "same tags", "untrimmed", "read-only"],
)  # fmt: skip
def test_a_merge_that_changes_nothing_leaves_no_trace(alice: Api, body: dict[str, Any]) -> None:
    """Neither version nor revision, neither `updated_at` nor history."""
    with time_machine.travel("2026-11-29T10:00:00Z"):
        path = f"{TASKS}/{alice.post(TASKS, RICH).json()['id']}"
    read, traces = alice.get(path), _traces()

    with time_machine.travel("2026-11-30T10:00:00Z"):
        answer = alice.patch(path, body)

    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (200, read.content, read.headers["ETag"])
    assert _traces() == traces


def test_a_no_op_leaves_the_list_as_it_was_read(alice: Api) -> None:
    """The ETag of the list stays, so a poll is a 304."""
    path = f"{TASKS}/{alice.post(TASKS, RICH).json()['id']}"
    tag = alice.get(TASKS).headers["ETag"]

    alice.patch(path, {})
    alice.patch(f"{path}/complete", {"completed": False})
    alice.post(f"{path}/move", {"to": "top"})

    assert alice.get(TASKS, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("method", "suffix", "body"),
    [
        ("PATCH", "", {"priority": "low"}), ("PUT", "", {"title": "Mine"}), ("DELETE", "", ""),
        ("PATCH", "/complete", {"completed": True}), ("PATCH", "/complete", ""),
    ],
)  # fmt: skip
def test_of_two_writes_with_one_etag_the_second_is_told(alice: Api, method: str, suffix: str, body: Any) -> None:
    """412 with the version that is there now, and the first writer's change stays."""
    path = f"{TASKS}/{alice.post(TASKS, RICH).json()['id']}"
    match = {"If-Match": alice.get(path).headers["ETag"]}
    first = alice.patch(path, {"title": "Theirs"}, headers=match)

    call = getattr(alice, method.lower())
    second = call(path + suffix, body, headers=match) if body != "" else call(path + suffix, headers=match)

    assert (first.status_code, second.status_code) == (200, 412)
    assert (second.json()["code"], second.json()["current_version"]) == ("version_conflict", 2)
    assert alice.get(path).content == first.content
