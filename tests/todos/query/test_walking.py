"""Walking a list page by page: each task once, in the order asked for, whatever the ties and nulls."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import Api
from todos.actor import SYSTEM
from todos.clock import now
from todos.models import Priority
from todos.tasks.create import create_locked
from todos.tasks.transaction import open_ledger
from todos.text.search import fold

TASKS = "/api/alice/tasks"
SORTS = (
    "created_at", "-created_at", "updated_at", "-completed_at", "completed_at", "due_date", "-due_date", "priority", "-priority", "title",
    "-title", "position", "-id", "due_date,-priority", "-completed_at,title", "priority,-due_date,title,-id",
)  # fmt: skip
ROWS, PAGE = 500, 37


@pytest.fixture
def many(alice: Api) -> list[dict[str, Any]]:
    """500 tasks full of ties and nulls."""
    dice, moment = random.Random(11), now()
    with open_ledger("alice", SYSTEM) as ledger:
        for _ in range(ROWS):
            fields: dict[str, Any] = {
                "title": dice.choice(["a", "B", "b", "Ä", "á", "z z", "Z"]),
                "priority": dice.randrange(4),
            }
            fields["created_at"] = moment - timedelta(seconds=dice.randrange(20))
            fields["due_date"] = dice.choice([None, (moment + timedelta(days=dice.randrange(4))).date()])
            if dice.random() < 0.4:
                fields |= {"completed": True, "completed_at": moment - timedelta(minutes=dice.randrange(5))}
            create_locked(ledger, fields)
    found: list[dict[str, Any]] = []
    for offset in range(0, ROWS, 100):
        found += alice.get(f"{TASKS}?sort=id&limit=100&offset={offset}").json()
    return found


def _in_order(tasks: list[dict[str, Any]], sort: str) -> list[int]:
    """The model: stable sorts from the last key to the first, nulls last both ways."""
    keys = sort.split(",")
    if all(key.removeprefix("-") != "id" for key in keys):
        keys.append("-id" if keys[-1].startswith("-") else "id")
    ordered = list(tasks)
    for key in reversed(keys):
        member, descending = key.removeprefix("-"), key.startswith("-")

        def value(task: dict[str, Any], member: str = member) -> Any:
            found = task[member]
            return (
                Priority[found.upper()].value if member == "priority" else fold(found) if member == "title" else found
            )

        filled = sorted((task for task in ordered if task[member] is not None), key=value, reverse=False)
        if descending:  # a stable descending sort
            filled = sorted((task for task in ordered if task[member] is not None), key=value, reverse=True)
        ordered = filled + [task for task in ordered if task[member] is None]
    return [task["id"] for task in ordered]


def _walk(alice: Api, path: str | None, rel: str) -> list[list[int]]:
    pages = []
    while path:
        answer = alice.get(path)
        assert answer.status_code == 200
        assert answer.headers["X-Total-Count"] == str(ROWS)
        pages.append([task["id"] for task in answer.json()])
        link = re.search(rf'<([^>]*)>; rel="{rel}"', answer.headers["Link"])
        path = link[1] if link else None
    return pages


def test_every_sort_yields_each_task_once_forward_and_back(alice: Api, many: list[dict[str, Any]]) -> None:
    for sort in SORTS:
        expected = _in_order(many, sort)
        forward = _walk(alice, f"{TASKS}?sort={sort}&limit={PAGE}", "next")
        assert [task for page in forward for task in page] == expected, sort

        last = alice.get(f"{TASKS}?sort={sort}&limit={PAGE}&offset={ROWS - PAGE}")
        prev = re.search(r'<([^>]*)>; rel="prev"', last.headers["Link"])
        assert prev is not None
        back = [[task["id"] for task in last.json()], *_walk(alice, prev[1], "prev")]
        assert [task for page in reversed(back) for task in page] == expected, sort


def test_past_the_end_there_is_nothing_and_the_right_total(alice: Api, many: list[dict[str, Any]]) -> None:
    answer = alice.get(f"{TASKS}?offset=1000")

    assert (answer.status_code, answer.json(), answer.headers["X-Total-Count"]) == (200, [], "500")


def test_a_bulk_that_fails_at_57_changes_nothing(alice: Api, many: list[dict[str, Any]]) -> None:
    before = alice.get(f"{TASKS}?limit=100").headers["ETag"]
    operations: list[dict[str, Any]] = [{"op": "complete", "id": task["id"]} for task in many[:100]]
    operations[57] = {"op": "update", "id": 10**9, "task": {"title": "x"}}

    answer = alice.post(f"{TASKS}/bulk", {"operations": operations})

    assert answer.status_code == 404
    assert answer.json()["errors"][0]["pointer"].startswith("#/operations/57/")
    assert alice.get(f"{TASKS}?limit=100").headers["ETag"] == before


def test_a_bulk_tells_the_faults_of_all_its_operations(alice: Api) -> None:
    operations = [{"op": "create", "task": {"title": ""}}, {"op": "create", "task": {"title": "x", "priority": 1}}]

    answer = alice.post(f"{TASKS}/bulk", {"operations": operations})

    pointers = [entry["pointer"] for entry in answer.json()["errors"]]
    assert (answer.status_code, pointers) == (400, ["#/operations/0/task/title", "#/operations/1/task/priority"])


@pytest.mark.slow
def test_a_thousand_moves_into_the_same_gap(alice: Api) -> None:
    ids = [alice.post(TASKS, {"title": str(number)}).json()["id"] for number in range(40)]
    expected = list(ids)
    for turn in range(1000):
        moved = ids[2 + turn % 38]
        assert alice.post(f"{TASKS}/{moved}/move", {"after": ids[0]}).status_code == 200
        expected.remove(moved)
        expected.insert(1, moved)
        if turn % 250 == 249:
            assert [task["id"] for task in alice.get(f"{TASKS}?sort=position").json()] == expected
