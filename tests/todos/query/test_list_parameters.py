"""Parameters that take several values: a comma list, or the name again for each, as generated clients send it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Api

TASKS = "/api/alice/tasks"


@pytest.fixture
def four(alice: Api) -> Api:
    for priority in ("none", "low", "medium", "high"):
        alice.post(TASKS, {"title": priority, "priority": priority})
    return alice


@pytest.mark.parametrize(
    ("comma", "exploded", "expected"),
    [
        ("priority=low,high", "priority=low&priority=high", ["high", "low"]),
        ("priority=low,high", "priority=high&limit=9&priority=low", ["high", "low"]),
        ("priority=low,medium,high", "priority=low,medium&priority=high", ["high", "medium", "low"]),
        ("priority=low", "priority=low&priority=low", ["low"]),
        ("sort=-priority,title", "sort=-priority&sort=title", ["high", "medium", "low", "none"]),
    ],
)
def test_both_forms_ask_for_the_same(four: Api, comma: str, exploded: str, expected: list[str]) -> None:
    first, second = four.get(f"{TASKS}?{comma}"), four.get(f"{TASKS}?{exploded}")

    assert [task["title"] for task in first.json()] == expected
    assert second.content == first.content


def test_the_pages_of_an_exploded_list_are_those_of_that_list(four: Api) -> None:
    titles: list[str] = []
    response: Any = four.get(f"{TASKS}?priority=low&priority=high&sort=title&limit=1")
    titles += [task["title"] for task in response.json()]
    following = next(link for link in response.headers["Link"].split(", ") if 'rel="next"' in link)
    titles += [task["title"] for task in four.get(following[1 : following.index(">")]).json()]

    assert titles == ["high", "low"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("priority=low&priority=urgent", "priority"),
        ("priority=low&priority=", "priority"),
        ("sort=title&sort=title", "sort"),
        ("sort=title&sort=colour", "sort"),
        ("due=today&due=week", "due"),
        ("limit=1&limit=2", "limit"),
    ],
)
def test_what_cannot_be_is_refused_in_this_form_too(four: Api, query: str, parameter: str) -> None:
    refused = four.get(f"{TASKS}?{query}")

    assert refused.status_code == 400
    assert [error["parameter"] for error in refused.json()["errors"]] == [parameter]
