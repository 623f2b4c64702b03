"""The chaos suite itself can fail: a lost write, a wrong answer and a slow recovery are seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine

from tests.chaos.__main__ import problems
from tests.chaos.faults import Outcome, _recovery
from tests.chaos.load import Credential, Writer, _next

pytestmark = pytest.mark.anywhere
GOOD = Outcome("worker", "sqlite", 1, 10, [], {}, 3, 1.0, "", "")


def test_a_good_outcome_has_no_problem() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    "bad",
    [
        replace(GOOD, lost=["task 1"]),
        replace(GOOD, unexpected={500: 1}),
        replace(GOOD, recovery=5.1),
        replace(GOOD, acknowledged=0),
        replace(GOOD, verified="count_total"),
    ],
)
def test_each_bad_one_has(bad: Outcome) -> None:
    assert problems(bad)


def test_recovery_is_measured_from_the_kill_to_the_first_success_behind_the_last_failure() -> None:
    writer = Writer("http://127.0.0.1:1", "x")
    writer.times = [(0.5, 201), (1.5, 503), (2.0, 201), (2.5, "no answer"), (4.0, 200), (4.5, 200)]
    assert _recovery([writer], [1.0]) == 3.0
    writer.times = [(0.5, 201), (1.5, 503)]
    assert _recovery([writer], [1.0]) == float("inf")


def test_the_next_page_is_found_in_the_link_header() -> None:
    link = '<http://h/api/tasks?limit=2&cursor=x>; rel="next", <http://h/api/tasks>; rel="first"'
    assert _next(link) == "/api/tasks?limit=2&cursor=x"
    assert _next('<http://h/api/tasks>; rel="first"') == ""


def test_a_credential_is_renewed_before_it_ends() -> None:
    """A run of half an hour does not end in 401 after the fifteen minutes that a token lives."""
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        mine, given = Credential("alice"), Credential("alice", "minted-elsewhere")
        first = mine.header()
        assert mine.header() == first
        clock.shift(800)
        assert mine.header() != first
        assert given.header() == {"Authorization": "Bearer minted-elsewhere"}
