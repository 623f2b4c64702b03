"""`manage.py todos_purge`."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import time_machine
from django.core.management import call_command

from tests.conftest import Api
from todos.clock import now
from todos.models import IdempotencyKey, Owner, Task, TaskEvent, Tombstone
from todos.operations import purge

TASKS = "/api/alice/tasks"


def _purge() -> str:
    out = StringIO()
    call_command("todos_purge", stdout=out)
    return out.getvalue()


def _later(days: float) -> time_machine.travel:
    return time_machine.travel(now() + timedelta(days=days), tick=True)


def _trashed(alice: Api, many: int = 1) -> list[int]:
    ids = [alice.post(TASKS, {"title": f"Task {number}"}).json()["id"] for number in range(many)]
    for task in ids:
        assert alice.delete(f"{TASKS}/{task}").status_code == 204
    return ids


def test_it_ends_old_trash_and_leaves_tombstones(alice: Api) -> None:
    alice.post(TASKS, {"title": "kept"})
    (task,) = _trashed(alice)
    since = alice.get(f"{TASKS}/changes").json()["next"]

    with _later(29):
        _purge()
        assert alice.post(f"{TASKS}/{task}/restore").status_code == 200
        alice.delete(f"{TASKS}/{task}")
    with _later(60):
        assert "trash: 1 tasks ended" in _purge()
        assert alice.post(f"{TASKS}/{task}/restore").status_code == 404
        deleted = alice.get(f"{TASKS}/changes?since={since}").json()["deleted"]

    assert [gone["id"] for gone in deleted] == [task]
    counts = Owner.objects.get(pk="alice")
    assert (counts.total, counts.trashed) == (1, 0)
    assert Tombstone.objects.get().task_id == task


def test_tombstones_are_forgotten_and_old_clients_begin_again(alice: Api) -> None:
    alice.post(TASKS, {"title": "kept"})
    old = alice.get(f"{TASKS}/changes").json()["next"]
    _trashed(alice)

    with _later(31):
        _purge()
        fresh = alice.get(f"{TASKS}/changes").json()["next"]
    with _later(95):
        assert "tombstones: 1 forgotten" in _purge()
        refused = alice.get(f"{TASKS}/changes?since={old}")
        assert refused.status_code == 410
        assert refused.json()["code"] == "resync_required"
        assert alice.get(f"{TASKS}/changes?since={fresh}").status_code == 200
        assert alice.get(f"{TASKS}/changes").json()["full"] is True


def test_a_walk_that_began_after_the_deletions_goes_on(alice: Api) -> None:
    for number in range(4):
        alice.post(TASKS, {"title": f"kept {number}"})
    _trashed(alice)
    with _later(31):
        _purge()
    with _later(95):
        _purge()
        first = alice.get(f"{TASKS}/changes?limit=2").json()
        second = alice.get(f"{TASKS}/changes?limit=2&since={first['next']}")

        assert second.status_code == 200
        assert len(first["items"]) + len(second.json()["items"]) == 4


def test_answers_and_history_end(alice: Api) -> None:
    alice.post(TASKS, {"title": "x"}, headers={"Idempotency-Key": "k"})

    with _later(2):
        _purge()
        assert IdempotencyKey.objects.count() == 0
        assert TaskEvent.objects.count() == 1
    with _later(400):
        _purge()
        assert TaskEvent.objects.count() == 0
        assert Task.objects.count() == 1


def test_more_than_a_batch(alice: Api) -> None:
    alice.post(f"{TASKS}/import", [{"title": "x"}] * 600)
    operations = [{"op": "complete_all"}, {"op": "delete_completed"}]
    assert alice.post(f"{TASKS}/bulk", {"operations": operations}).status_code == 200

    with _later(31):
        said = _purge()

    assert "trash: 500 tasks ended\ntrash: 600 tasks ended" in said
    assert Task.objects.count() == 0
    assert Owner.objects.get(pk="alice").trashed == 0


def test_forgetting_costs_two_statements_an_owner(alice: Api, django_assert_max_num_queries: Any) -> None:
    """Forty tombstones go in two looks, a transaction, and a horizon and a DELETE for their owner."""
    _trashed(alice, 40)
    with _later(31):
        _purge()
    assert Tombstone.objects.count() == 40

    with _later(130), django_assert_max_num_queries(6):
        assert purge.tombstones(now() - purge.TOMBSTONES, lambda line: None) == 40

    assert not Tombstone.objects.exists()
