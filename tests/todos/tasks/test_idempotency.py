"""`Idempotency-Key`: a write that may be sent again is done once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Api

TASKS = "/api/alice/tasks"
KEY = {"Idempotency-Key": "3f1c0b1e-3f5e-4f0f-8f1d-2d3a4b5c6d7e"}


def test_a_repetition_is_answered_and_not_done_again(alice: Api) -> None:
    first = alice.post(TASKS, {"title": "Buy milk"}, headers=KEY)
    again = alice.post(TASKS, {"title": "Buy milk"}, headers=KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    for header in ("ETag", "Location"):
        assert again.headers[header] == first.headers[header]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(alice.get(TASKS).json()) == 1


def test_a_toggle_that_is_repeated_turns_the_task_over_once(alice: Api) -> None:
    path = f"{alice.post(TASKS, {'title': 'Buy milk'}).headers['Location']}/complete"

    assert alice.patch(path, headers=KEY).json()["completed"] is True
    assert alice.patch(path, headers=KEY).json()["completed"] is True


def test_another_body_under_the_same_key_is_refused(alice: Api) -> None:
    alice.post(TASKS, {"title": "Buy milk"}, headers=KEY)

    response = alice.post(TASKS, {"title": "Buy bread"}, headers=KEY)

    assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")


def test_a_key_belongs_to_one_person_and_one_path(alice: Api, bob: Api) -> None:
    alice.post(TASKS, {"title": "hers"}, headers=KEY)

    assert bob.post("/api/bob/tasks", {"title": "his"}, headers=KEY).status_code == 201
    assert alice.post(f"{TASKS}/bulk", {"operations": [{"op": "complete_all"}]}, headers=KEY).status_code == 200


def test_what_was_refused_may_be_tried_again(alice: Api) -> None:
    assert alice.post(TASKS, {"title": ""}, headers=KEY).status_code == 400
    assert alice.post(TASKS, {"title": "Buy milk"}, headers=KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 256])
def test_a_malformed_key_is_refused_by_name(alice: Api, key: str) -> None:
    response: Any = alice.post(TASKS, {"title": "Buy milk"}, headers={"Idempotency-Key": key})

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "Idempotency-Key"
