"""What narrows a list: GET …/tasks?completed=…&priority=…&tag=…&q=…&due=…"""

from __future__ import annotations

import pytest

from tests.conftest import Api

TASKS = "/api/alice/tasks"


def _found(api: Api, query: str) -> str:
    """The titles found, in the order of their making."""
    response = api.get(f"{TASKS}?{query}&sort=id")
    assert response.status_code == 200, response.content
    return "".join(task["title"][0] for task in response.json())


@pytest.fixture
def filled(alice: Api) -> Api:
    """a is done and high, b due and tagged, c says much, d is in the trash."""
    alice.post(TASKS, {"title": "a", "completed": True, "priority": "high"})
    alice.post(TASKS, {"title": "b", "due_date": "2026-06-15", "tags": ["Shop", "home"], "priority": "low"})
    alice.post(TASKS, {"title": "c", "description": "Größe 38, CAFÉ", "tags": ["home"]})
    alice.delete(alice.post(TASKS, {"title": "d"}).headers["Location"])
    return alice


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "abc"),
        ("completed=true", "a"),
        ("completed=false", "bc"),
        ("priority=high", "a"),
        ("priority=high,low", "ab"),
        ("tag=home", "bc"),
        ("tag=home&tag=shop", "b"),
        ("tag=hom", ""),
        ("q=cafe", "c"),
        ("q=38%20gr%C3%B6%C3%9Fe", "c"),
        ("q=shop", "b"),
        ("due_from=2026-06-15", "b"),
        ("due_to=2026-06-14", ""),
        ("due=none", "ac"),
        ("due=any", "b"),
        ("deleted=true", "d"),
        ("updated_since=2099-01-01T00:00:00Z", ""),
        ("completed_since=2000-01-01T00:00:00Z", "a"),
    ],
)
def test_it_finds_what_fits(filled: Api, query: str, found: str) -> None:
    assert _found(filled, query) == found


def test_filters_narrow_together_and_the_total_says_how_many_fit(filled: Api) -> None:
    assert _found(filled, "tag=home&completed=false&q=cafe") == "c"
    assert filled.get(f"{TASKS}?tag=home&limit=1").headers["X-Total-Count"] == "2"


def test_a_tag_is_found_by_every_spelling_that_means_the_same(alice: Api) -> None:
    """Also by the letters with separate accents that some keyboards and file systems make (Unicode NFD)."""
    alice.post(TASKS, {"title": "x", "tags": ["A\u030arger"]})

    for tag in ("A\u030arger", "\u00c5rger", "\u00e5RGER", "a\u030arger"):
        assert len(alice.get(TASKS, {"tag": tag}).json()) == 1, tag


@pytest.mark.parametrize(
    "query",
    ["completed=yes", "priority=urgent", "due=someday", "due_from=2026-02-30", "updated_since=today", "tz=Mars/Base"],
)
def test_a_filter_that_cannot_be_read_is_named(alice: Api, query: str) -> None:
    response = alice.get(f"{TASKS}?{query}")

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [query.partition("=")[0]]
