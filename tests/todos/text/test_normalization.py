"""Titles and tags as people type them: what is trimmed, what cannot be seen, which spellings are one."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.conftest import Api
from todos.text.search import fold

TASKS = "/api/alice/tasks"


@pytest.mark.parametrize(
    "text", ["\u3164", "\u115f\u1160", "\u2800", "\u034f", "\ufe0f", "\U000e0100", "\u202e", "\u200d\u2060"]
)
def test_what_cannot_be_seen_is_no_title_and_no_tag(alice: Api, text: str) -> None:
    """Fillers, joiners, variation selectors and the empty Braille cell show nothing, whatever their category."""
    title = alice.post(TASKS, {"title": text})
    tag = alice.post(TASKS, {"title": "x", "tags": ["fine", text]})

    assert title.json()["errors"][0] | {"detail": ""} == {"pointer": "#/title", "code": "blank", "detail": ""}
    assert tag.json()["errors"][0] | {"detail": ""} == {"pointer": "#/tags/1", "code": "blank", "detail": ""}


@pytest.mark.parametrize("text", ["\u2764\ufe0f", "\u0301", "a\u200bb", "👩\u200d👩\u200d👧"])
def test_what_can_be_seen_is_kept_as_it_is(alice: Api, text: str) -> None:
    """An emoji with its joiners and selectors, and a lone accent, are text."""
    assert alice.post(TASKS, {"title": text, "tags": [text]}).json()["title"] == text


@pytest.mark.parametrize("white", [" ", "\t", "\n", "\v", "\f", "\r", "\u00a0", "\u2003", "\u2028", "\u3000", "\ufeff"])
def test_the_ends_are_trimmed_as_a_browser_trims_them(alice: Api, white: str) -> None:
    """ECMA-262's white space, the byte order mark of a pasted text included."""
    task = alice.post(TASKS, {"title": f"{white}x{white}", "tags": [f"{white}a"]}).json()

    assert (task["title"], task["tags"]) == ("x", ["a"])


@pytest.mark.parametrize("control", ["\x1c", "\x1f", "\x85", "\x00", "\x7f"])
def test_a_control_character_at_an_end_is_refused_and_not_dropped(alice: Api, control: str) -> None:
    """Python's `strip` takes some of them for white space; the contract has no control characters."""
    errors = alice.post(TASKS, {"title": f"x{control}", "tags": [f"{control}a"]}).json()["errors"]

    assert [(error["pointer"], error["code"]) for error in errors] == [
        ("#/title", "control_character"),
        ("#/tags/0", "control_character"),
    ]


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("\u00e9", "e\u0301"), ("e\u0301", "\u00c9"), ("ß", "SS"), ("\u212a", "k"), ("\u0130", "i\u0307"),
        ("\u03aa\u0301", "\u0390"), ("a", " A\u3000"),
    ],
)  # fmt: skip
def test_a_tag_is_found_in_every_spelling(alice: Api, kept: str, asked: str) -> None:
    """Composed or not, in either case: what would not be a second tag of a task finds the first."""
    both = alice.post(TASKS, {"title": "x", "tags": [kept, asked]}).json()

    assert len(both["tags"]) == 1
    for spelling in (kept, asked):
        assert [task["id"] for task in alice.get(f"{TASKS}?tag={quote(spelling)}").json()] == [both["id"]]


def test_no_character_grows_many_fold_in_the_columns_that_follow_from_it() -> None:
    """A title of 200 ligatures that stand for a phrase was 3,600 letters in each of two columns."""
    longest = max(len(fold(chr(code))) for code in range(0x110000) if not 0xD800 <= code < 0xE000)

    assert longest <= 7
    assert fold("A\ufdfaB" * 200) == "a\ufdfab" * 200
