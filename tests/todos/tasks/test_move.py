"""POST …/tasks/{id}/move puts a task where its owner wants it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Api

TASKS = "/api/alice/tasks"


@pytest.fixture
def ids(alice: Api) -> dict[str, int]:
    """Tasks a to e, in this order."""
    return {title: alice.post(TASKS, {"title": title}).json()["id"] for title in "abcde"}


def _order(api: Api) -> str:
    return "".join(task["title"] for task in api.get(f"{TASKS}?sort=position").json())


def _move(api: Api, task: int, place: Any, **more: Any) -> Any:
    return api.post(f"{TASKS}/{task}/move", place, **more)


def test_it_puts_a_task_before_another(alice: Api, ids: dict[str, int]) -> None:
    response = _move(alice, ids["d"], {"before": ids["b"]})

    assert response.status_code == 200
    assert response.json()["version"] == 2
    assert _order(alice) == "adbce"


def test_it_puts_a_task_after_another(alice: Api, ids: dict[str, int]) -> None:
    _move(alice, ids["a"], {"after": ids["c"]})

    assert _order(alice) == "bcade"


@pytest.mark.parametrize(("end", "order"), [("top", "cabde"), ("bottom", "abdec")])
def test_it_puts_a_task_at_an_end(alice: Api, ids: dict[str, int], end: str, order: str) -> None:
    _move(alice, ids["c"], {"to": end})

    assert _order(alice) == order


def test_a_task_that_is_there_already_stays_as_it_is(alice: Api, ids: dict[str, int]) -> None:
    assert _move(alice, ids["a"], {"to": "top"}).json()["version"] == 1
    assert _move(alice, ids["b"], {"before": ids["c"]}).json()["version"] == 1


def test_a_gap_never_runs_out(alice: Api, ids: dict[str, int]) -> None:
    """Each move halves the gap before b; when no number is left between two tasks, room is made."""
    expected = "acdeb"
    for _ in range(20):
        for mover in ("c", "d", "e"):
            assert _move(alice, ids[mover], {"before": ids["b"]}).status_code == 200
    assert _order(alice) == expected


def test_a_task_is_not_moved_beside_itself(alice: Api, ids: dict[str, int]) -> None:
    response = _move(alice, ids["a"], {"after": ids["a"]})

    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "same_task"


def test_a_neighbour_that_is_gone_is_404(alice: Api, bob: Api, ids: dict[str, int]) -> None:
    """In the trash, or another person's."""
    bobs = bob.post("/api/bob/tasks", {"title": "bob's"}).json()["id"]
    alice.delete(f"{TASKS}/{ids['b']}")

    for neighbour in (ids["b"], bobs):
        assert _move(alice, ids["a"], {"before": neighbour}).status_code == 404


@pytest.mark.parametrize("place", [{}, {"to": "left"}, {"before": "1"}, {"before": 1, "after": 2}, {"above": 1}, []])
def test_a_place_that_is_none_is_refused(alice: Api, ids: dict[str, int], place: Any) -> None:
    assert _move(alice, ids["a"], place).status_code == 400
    assert _order(alice) == "abcde"


def test_if_match_holds_here_as_well(alice: Api, ids: dict[str, int]) -> None:
    assert _move(alice, ids["a"], {"to": "bottom"}, headers={"If-Match": '"v7"'}).status_code == 412
    assert _order(alice) == "abcde"
