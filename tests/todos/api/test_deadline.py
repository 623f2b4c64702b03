"""A request ends when its time is over, also when it is the database that works, and nothing of it is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection, connections

from tests.conftest import Api
from todos.actor import SYSTEM
from todos.models import Task
from todos.tasks.transaction import open_ledger

TASKS = "/api/alice/tasks"


def test_a_request_whose_time_is_over_changes_nothing(alice: Api, settings: Any) -> None:
    alice.post(TASKS, {"title": "open"})
    settings.REQUEST_SECONDS = 0
    answer = alice.post(f"{TASKS}/bulk", {"operations": [{"op": "complete_all"}]})

    assert (answer.status_code, answer.json()["code"]) == (503, "deadline_exceeded")
    assert int(answer.headers["Retry-After"]) > 0
    settings.REQUEST_SECONDS = 15
    assert alice.get(TASKS).json()[0]["completed"] is False


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer, who waits outside of a statement")
def test_waiting_for_ones_own_list_is_in_the_time_as_well(settings: Any) -> None:
    alice = Api("alice")
    alice.post(TASKS, {"title": "open"})
    held, done = Event(), Event()

    def hold() -> None:
        try:
            with open_ledger("alice", SYSTEM):
                held.set()
                done.wait(60)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        assert held.wait(30)
        settings.REQUEST_SECONDS = 0.5
        answer = alice.patch(f"{TASKS}/{Task.objects.get().pk}", {"title": "other"})
        done.set()
        holding.result()

    assert (answer.status_code, answer.json()["code"]) == (503, "deadline_exceeded")
    assert Task.objects.get().title == "open"
