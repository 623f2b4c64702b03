"""Walking a list by title, whatever the titles are made of."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import Api
from todos.models import Task

TASKS = "/api/alice/tasks"
MADE_OF = {"Hangul": "가", "emoji": "😀", "ligature": "\ufdfa", "three letters": "\ufb03", "quotes": '"', "ASCII": "a"}


def _link(answer: Any, rel: str) -> str | None:
    assert answer.status_code == 200, answer.content
    link = answer.headers["Link"]
    assert len(link) < 2048
    found = re.search(rf'<([^>]*)>; rel="{rel}"', link)
    return found and found[1]


def _walk(alice: Api, path: str, rel: str) -> tuple[list[int], str]:
    ids, place = [], path
    while True:
        answer = alice.get(place)
        ids += [task["id"] for task in answer.json()]
        following = _link(answer, rel)
        if following is None:
            return ids, place
        place = following


@pytest.mark.parametrize("char", MADE_OF.values(), ids=MADE_OF)
def test_every_page_is_reached_forwards_and_backwards(alice: Api, char: str) -> None:
    """The last of these was refused: the cursor was longer than the service takes back."""
    titles = [char * 200, char * 199 + "a", char * 199 + "z", char * 200, "b", char]
    alice.post(f"{TASKS}/import", [{"title": title} for title in titles])
    expected = [task["id"] for task in alice.get(f"{TASKS}?sort=title").json()]

    forwards, last = _walk(alice, f"{TASKS}?sort=title&limit=1", "next")
    backwards, _ = _walk(alice, last, "prev")

    assert forwards == expected
    assert backwards == expected[::-1]
    assert _walk(alice, f"{TASKS}?sort=-title,completed_at&limit=2", "next")[0] == [
        task["id"] for task in alice.get(f"{TASKS}?sort=-title,completed_at").json()
    ]


@pytest.mark.parametrize("sort", ["title", "-title"])
@pytest.mark.parametrize("then", ["renamed", "gone"])
def test_nothing_is_missed_where_the_task_of_the_cursor_is_no_longer_there(alice: Api, then: str, sort: str) -> None:
    ids = alice.post(f"{TASKS}/import", [{"title": "가" * 199 + end} for end in "abcd"]).json()["ids"]
    at = ids[1] if sort == "title" else ids[2]
    second = _link(alice.get(f"{TASKS}?sort={sort}&limit=2"), "next")
    assert second is not None
    later = ids[2:] if sort == "title" else ids[:1]
    if then == "renamed":
        alice.patch(f"{TASKS}/{at}", {"title": "z"})
    else:
        Task.objects.filter(id=at).delete()

    assert set(later) <= set(_walk(alice, second, "next")[0])


@pytest.mark.parametrize("sort", ["title", "-title"])
def test_nothing_is_missed_backwards_either(alice: Api, sort: str) -> None:
    ids = alice.post(f"{TASKS}/import", [{"title": "가" * 199 + end} for end in "abc"]).json()["ids"]
    last = alice.get(f"{TASKS}?sort={sort}&limit=1&offset=2")
    backwards = _link(last, "prev")
    assert backwards is not None
    gone = last.json()[0]["id"]
    Task.objects.filter(id=gone).delete()

    assert set(_walk(alice, backwards, "prev")[0]) == set(ids) - {gone}
