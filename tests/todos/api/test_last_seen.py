"""What a token says of its person is noted on a write, whatever it says."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from authbridge.testing import bearer
from tests.conftest import Api
from todos.models import Seen


@pytest.mark.parametrize("user_id", ["alice", "é" * 255, "a:b c".replace(" ", "_"), "x" * 255])
def test_the_note_of_a_write(nobody: Api, user_id: str) -> None:
    """Also of an id that is longer than a cache's keys, or not of their characters."""
    headers = bearer(user_id, email="Ann@Example.com", name="Ann")

    assert nobody.post("/api/tasks", {"title": "x"}, headers=headers).status_code == 201

    assert Seen.objects.values_list("user_id", "email", "name").get() == (user_id, "ann@example.com", "Ann")


def test_a_claim_that_the_database_cannot_keep(nobody: Api) -> None:
    """PostgreSQL keeps no NUL: the write must not fail for a note."""
    headers = bearer("alice", email="ann\0@example.com", name="A\0nn")

    assert nobody.post("/api/tasks", {"title": "x"}, headers=headers).status_code == 201

    assert Seen.objects.values_list("email", "name").get() == ("ann@example.com", "Ann")


def test_a_later_note_takes_the_place_of_the_first(nobody: Api) -> None:
    for name in ("Ann", "Anna"):
        cache.clear()  # at most one note in a quarter of an hour
        headers = bearer("alice", email="ann@example.com", name=name)
        assert nobody.post("/api/tasks", {"title": "x"}, headers=headers).status_code == 201

    assert Seen.objects.values_list("user_id", "name").get() == ("alice", "Anna")
