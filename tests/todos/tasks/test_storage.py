"""What one person may store, in bytes: counted with every change, and bounded."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from tests.conftest import Api
from todos.clock import now
from todos.models import Owner, TaskEvent
from todos.operations.purge import purge
from todos.operations.verify import check_lists

TASKS = "/api/alice/tasks"


def _holds() -> bool:
    return list(check_lists(lambda _: None)) == []


def _stored() -> int:
    return Owner.objects.get(pk="alice").stored_bytes


def test_every_change_counts_what_it_stores(alice: Api) -> None:
    daily = {
        "title": "Täglich ☃",
        "due_date": "2026-01-01",
        "recurrence": "FREQ=DAILY",
        "tags": ["ä"],
        "description": "x",
    }
    first = alice.post(TASKS, daily).json()["id"]
    second = alice.post(TASKS, {"title": "two"}, headers={"Idempotency-Key": "k"}).json()["id"]
    assert _holds()
    alice.patch(f"{TASKS}/{first}", {"title": "日" * 200, "tags": ["b", "c"], "description": "y" * 2000})
    alice.put(f"{TASKS}/{second}", {"title": "zwei"})
    assert _holds()
    alice.patch(f"{TASKS}/{first}/complete", {"completed": True})
    alice.patch(f"{TASKS}/{first}/complete", {"completed": False})
    assert _holds()
    alice.post(f"{TASKS}/{first}/move", {"after": second})
    alice.post(f"{TASKS}/import", [daily] * 5, headers={"Idempotency-Key": "k"})
    operations = [{"op": "complete_all"}, {"op": "create", "task": daily}, {"op": "delete_completed"}]
    assert alice.post(f"{TASKS}/bulk", {"operations": operations}, headers={"Idempotency-Key": "k"}).status_code == 200
    assert _holds()
    alice.delete(f"{TASKS}/{alice.get(TASKS).json()[0]['id']}")
    assert _holds()


def test_what_time_takes_away_is_given_back(alice: Api) -> None:
    ids = alice.post(f"{TASKS}/import", [{"title": "x" * 200}] * 20, headers={"Idempotency-Key": "k"}).json()["ids"]
    for one in ids:
        alice.delete(f"{TASKS}/{one}")
    before = _stored()
    purge(now() + timedelta(days=31), lambda _: None)
    assert _holds()
    assert _stored() < before / 2
    TaskEvent.objects.update(at=now() - timedelta(days=400))
    purge(now(), lambda _: None)

    assert _holds()
    assert _stored() == 0


def test_a_key_that_is_used_again_after_a_day_counts_once(alice: Api) -> None:
    alice.post(TASKS, {"title": "x"}, headers={"Idempotency-Key": "k"})
    with time_machine.travel(now() + timedelta(days=2), tick=True):
        assert alice.post(TASKS, {"title": "y"}, headers={"Idempotency-Key": "k"}).status_code == 201

    assert _holds()


def test_a_wrong_count_is_repaired(alice: Api) -> None:
    alice.post(TASKS, {"title": "x"})
    right = _stored()
    Owner.objects.update(stored_bytes=7)
    assert [finding.rule for finding in check_lists(lambda _: None)] == ["count_stored"]
    call_command("todos_verify", repair=True, stdout=StringIO(), stderr=StringIO())

    assert _stored() == right


@pytest.mark.parametrize("way", ["create", "update", "import", "key"])
def test_more_than_one_may_store_is_refused_and_what_is_there_can_go(alice: Api, settings: Any, way: str) -> None:
    settings.STORAGE_PER_USER_MAX_MB = 1
    task = alice.post(TASKS, {"title": "x"}).json()["id"]
    alice.post(f"{TASKS}/import", [{"title": "x", "description": "y" * 9_900}] * 50)
    assert 2**20 - 40_000 < _stored() < 2**20
    long = {"title": "z", "description": "y" * 10_000}
    alice.post(TASKS, long)
    before = _stored()
    answer = {
        "create": lambda: alice.post(TASKS, long),
        "update": lambda: alice.patch(f"{TASKS}/{task}", {"description": "é" * 10_000}),
        "import": lambda: alice.post(f"{TASKS}/import", [long] * 3),
        "key": lambda: alice.post(TASKS, long, headers={"Idempotency-Key": "k"}),
    }[way]()

    assert (answer.status_code, answer.json()["code"]) == (409, "storage_quota_exceeded")
    assert "1 MB" in answer.json()["detail"]
    assert _stored() == before
    assert alice.delete(f"{TASKS}/{task}").status_code == 204
    assert _holds()
