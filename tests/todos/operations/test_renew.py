"""After a restore nothing that was given out before it fits anything: no token, no entity tag, no id."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests.conftest import Api
from todos.models import Owner, Task

TASKS = "/api/alice/tasks"


@pytest.fixture
def device(alice: Api) -> dict[str, Any]:
    """What a device holds that saw two tasks and a third that is then lost; the list has another third by now."""
    ids = [alice.post(TASKS, {"title": title}).json()["id"] for title in ("one", "two", "lost")]
    held = {
        "since": alice.get(f"{TASKS}/changes").json()["next"],
        "list": alice.get(TASKS).headers["ETag"],
        "tag": alice.get(f"{TASKS}/{ids[0]}").headers["ETag"],
        "ids": ids,
    }
    Task.objects.filter(id=ids[2]).delete()
    Owner.objects.update(revision=2, total=2)
    call_command("todos_renew", stdout=StringIO())
    held["other"] = alice.post(TASKS, {"title": "other"}).json()["id"]
    return held


def test_a_token_of_an_earlier_life_begins_anew(alice: Api, device: dict[str, Any]) -> None:
    answer = alice.get(f"{TASKS}/changes?since={device['since']}")

    assert (answer.status_code, answer.json()["code"]) == (410, "resync_required")
    whole = alice.get(f"{TASKS}/changes").json()
    assert [task["title"] for task in whole["items"]] == ["one", "two", "other"]
    assert alice.get(f"{TASKS}/changes?since={whole['next']}").status_code == 200


def test_a_list_that_is_another_one_is_not_unchanged(alice: Api, device: dict[str, Any]) -> None:
    assert alice.get(TASKS, headers={"If-None-Match": device["list"]}).status_code == 200


def test_a_change_meant_for_an_earlier_life_is_refused(alice: Api, device: dict[str, Any]) -> None:
    path = f"{TASKS}/{device['ids'][0]}"
    for method in (alice.patch, alice.put):
        assert method(path, {"title": "x"}, headers={"If-Match": device["tag"]}).status_code == 412
    assert alice.delete(path, headers={"If-Match": device["tag"]}).status_code == 412
    assert alice.get(path, headers={"If-None-Match": device["tag"]}).status_code == 200
    now = alice.get(path).headers["ETag"]
    assert alice.patch(path, {"title": "x"}, headers={"If-Match": now}).status_code == 200


def test_an_id_that_was_given_is_not_given_again(alice: Api, device: dict[str, Any]) -> None:
    assert device["other"] > device["ids"][2] + 1_000_000
    assert alice.patch(f"{TASKS}/{device['ids'][2]}", {"title": "x"}).status_code == 404


def test_a_token_ahead_of_the_server_begins_anew(alice: Api) -> None:
    """A standby took over that had not received the last commits, and nobody has renewed anything yet."""
    alice.post(TASKS, {"title": "one"})
    alice.post(TASKS, {"title": "lost"})
    since = alice.get(f"{TASKS}/changes").json()["next"]
    Owner.objects.update(revision=1)

    assert alice.get(f"{TASKS}/changes?since={since}").json()["code"] == "resync_required"


def test_a_token_from_before_the_first_task_and_one_of_an_earlier_release_go_on(alice: Api) -> None:
    from todos import opaque_tokens

    empty = alice.get(f"{TASKS}/changes").json()["next"]
    alice.post(TASKS, {"title": "first"})
    assert [task["title"] for task in alice.get(f"{TASKS}/changes?since={empty}").json()["items"]] == ["first"]

    Owner.objects.update(epoch="")
    older = opaque_tokens.dump("changes", "alice", 1, 1)
    assert alice.get(f"{TASKS}/changes?since={older}").status_code == 200
    assert alice.get(f"{TASKS}/{Task.objects.get().pk}").headers["ETag"] == '"v1"'


def test_a_tag_put_together_from_the_version_allows_that_version(alice: Api) -> None:
    path = f"{TASKS}/{alice.post(TASKS, {'title': 'one'}).json()['id']}"

    assert alice.patch(path, {"title": "x"}, headers={"If-Match": '"v1"'}).status_code == 200
    assert alice.patch(path, {"title": "y"}, headers={"If-Match": '"v1"'}).status_code == 412
