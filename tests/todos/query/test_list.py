"""GET …/tasks answers with a page of tasks."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import Api

TASKS = "/api/alice/tasks"


def _titles(response: Any) -> list[str]:
    return [task["title"] for task in response.json()]


@pytest.fixture
def seven(alice: Api) -> Api:
    """Seven tasks, "1" to "7"."""
    for number in range(1, 8):
        alice.post(TASKS, {"title": str(number)})
    return alice


def test_it_answers_with_the_newest_first(seven: Api) -> None:
    response = seven.get(TASKS)

    assert response.status_code == 200
    assert _titles(response) == list("7654321")
    assert response.headers["X-Total-Count"] == "7"


def test_a_list_that_nobody_wrote_to_is_empty(alice: Api) -> None:
    response = alice.get(TASKS)

    assert (response.status_code, response.content, response.headers["X-Total-Count"]) == (200, b"[]", "0")


def test_everybody_has_a_list_of_their_own(seven: Api, bob: Api) -> None:
    assert bob.get("/api/bob/tasks").json() == []


def test_link_leads_from_page_to_page_and_back(seven: Api) -> None:
    """RFC 8288."""
    first = seven.get(f"{TASKS}?sort=id&limit=3")
    second = seven.get(_link(first, "next"))
    third = seven.get(_link(second, "next"))

    assert [_titles(page) for page in (first, second, third)] == [list("123"), list("456"), ["7"]]
    assert _link(third, "next") == ""
    assert _titles(seven.get(_link(second, "prev"))) == list("123")
    assert _titles(seven.get(_link(third, "first"))) == list("123")
    assert _titles(seven.get(_link(first, "last"))) == ["7"]


def _link(response: Any, relation: str) -> str:
    found = re.search(rf'<([^>]*)>; rel="{relation}"', response.headers["Link"])
    return found[1] if found else ""


def test_an_unchanged_list_is_not_sent_again(seven: Api) -> None:
    tag = {"If-None-Match": seven.get(TASKS).headers["ETag"]}

    same = seven.get(TASKS, headers=tag)
    seven.post(TASKS, {"title": "8"})

    assert (same.status_code, same.content) == (304, b"")
    assert seven.get(TASKS, headers=tag).status_code == 200


@pytest.mark.parametrize(
    ("sort", "order"), [("id", "abc"), ("-id", "cba"), ("priority", "cab"), ("-due_date", "bac"), ("title", "abc")]
)
def test_it_is_sorted_as_asked_and_what_has_no_value_comes_last(alice: Api, sort: str, order: str) -> None:
    alice.post(TASKS, {"title": "a", "priority": "low", "due_date": "2026-01-01"})
    alice.post(TASKS, {"title": "b", "priority": "high", "due_date": "2026-01-02"})
    alice.post(TASKS, {"title": "c"})

    assert "".join(_titles(alice.get(f"{TASKS}?sort={sort}"))) == order


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("offset=-1", "offset"),
        ("sort=colour", "sort"),
        ("cursor=made-up", "cursor"),
        ("colour=red", "colour"),
        ("limit=1&limit=2", "limit"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(alice: Api, query: str, parameter: str) -> None:
    response = alice.get(f"{TASKS}?{query}")

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]
