"""One person's requests never occupy all threads of a process, and those that are short only follow one another."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any

import pytest

from tests.conftest import Api
from todos import turns
from todos.tasks import successors

TASKS = "/api/alice/tasks"


@pytest.fixture
def busy() -> Iterator[list[turns.Turn]]:
    """Two requests of alice that work, which is half of four threads."""
    taken = [turns.take("alice"), turns.take("alice")]
    yield taken
    for turn in taken:
        turn.end()


def test_while_something_long_goes_on_the_next_is_refused_and_others_are_not(
    alice: Api, bob: Api, busy: list[turns.Turn]
) -> None:
    for turn in busy:
        turn.began -= turns.PATIENCE
    refused = alice.post(TASKS, {"title": "x"})

    assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
    assert refused.headers["Retry-After"] == "1"
    assert alice.get(TASKS).status_code == 429
    assert bob.get("/api/bob/tasks").status_code == 200


def test_who_waits_in_vain_is_refused_and_forgotten(alice: Api, busy: list[turns.Turn]) -> None:
    assert alice.get(TASKS).status_code == 429
    assert not turns._waiting
    busy.pop().end()
    assert alice.get(TASKS).status_code == 200


def test_short_ones_wait_for_one_another_in_their_order() -> None:
    first = [turns.take("alice"), turns.take("alice")]
    order: list[int] = []

    def wait(number: int) -> None:
        turn = turns.take("alice")
        order.append(number)
        turn.end()

    threads = []
    for number in range(3):
        threads.append(Thread(target=wait, args=(number,)))
        threads[-1].start()
        while len(turns._waiting.get("alice", ())) <= number:
            pass
    first[0].end()
    for thread in threads:
        thread.join(30)
    first[1].end()

    assert order == [0, 1, 2]


def test_nothing_is_left_of_requests_that_ended_however_they_ended(alice: Api) -> None:
    def many(_: int) -> None:
        for _ in range(50):
            turns.take("carol").end()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(many, range(2)))
    alice.get(TASKS)
    alice.get(f"{TASKS}/x")
    alice.post(TASKS, {"title": ""})
    list(alice.get(f"{TASKS}/export"))

    assert (turns._working, turns._waiting) == ({}, {})


def test_an_export_has_its_turn_until_the_last_byte(alice: Api) -> None:
    alice.post(TASKS, {"title": "x"})
    answer: Any = alice.get(f"{TASKS}/export")
    body = iter(answer)
    next(body)

    assert len(turns._working["alice"]) == 1
    list(body)
    answer.close()
    assert turns._working == {}


def test_many_successors_are_made_for_one_person_at_a_time(alice: Api) -> None:
    daily = {"title": "daily", "due_date": "2026-02-02", "recurrence": "FREQ=DAILY"}
    complete_all = {"operations": [{"op": "complete_all"}]}
    alice.post(f"{TASKS}/import", [daily] * (successors.CHUNK + 1))

    with turns.at_length():
        refused = alice.post(f"{TASKS}/bulk", complete_all)
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert int(refused.headers["Retry-After"]) > 0
        assert alice.patch(f"{TASKS}/{alice.get(TASKS).json()[0]['id']}/complete").status_code == 200

    assert alice.post(f"{TASKS}/bulk", complete_all).status_code == 200
