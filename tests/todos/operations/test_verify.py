"""todos_verify finds each broken invariant, and repairs what follows from the rest."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from tests.conftest import Api
from todos.operations import verify


@pytest.fixture
def tasks(alice: Api) -> list[int]:
    """Three tasks of alice, one of them completed, one in the trash."""
    ids = [alice.post("/api/tasks", {"title": f"Task {n}", "tags": ["a"]}).json()["id"] for n in range(3)]
    alice.patch(f"/api/tasks/{ids[0]}/complete", {"completed": True}, "application/json")
    alice.delete(f"/api/tasks/{ids[1]}")
    return ids


def _break(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _verify(**options: Any) -> tuple[int, str]:
    out, code = StringIO(), 0
    try:
        call_command("todos_verify", stdout=out, stderr=out, **options)
    except SystemExit as end:
        code = int(str(end.code))
    return code, out.getvalue()


def test_everything_the_api_writes_holds(tasks: list[int]) -> None:
    code, said = _verify()
    assert code == 0
    assert "Everything holds." in said
    assert "checked 3 of 3 tasks (100 %)" in said


@pytest.mark.parametrize(
    ("rule", "sql"),
    [
        ("count_total", "UPDATE todos_owner SET total = 7"),
        ("count_completed", "UPDATE todos_owner SET completed = 0"),
        ("count_trashed", "UPDATE todos_owner SET trashed = 9"),
        ("revision", "UPDATE todos_owner SET revision = 1"),
        ("position", "UPDATE todos_owner SET last_position = 1"),
        ("owner_missing", "DELETE FROM todos_owner"),
        ("title_folded", "UPDATE todos_task SET title_folded = 'x'"),
        ("tags_folded", "UPDATE todos_task SET tags_folded = ''"),
        ("search", "UPDATE todos_task SET search = ''"),
    ],
)
def test_what_is_broken_is_found_and_repaired(tasks: list[int], alice: Api, rule: str, sql: str) -> None:
    before = alice.get("/api/tasks")
    _break(sql)
    code, said = _verify()
    assert code == 1
    assert rule in said
    assert _verify(repair=True)[0] == 0
    assert _verify()[0] == 0
    after = alice.get("/api/tasks")
    assert after.json() == before.json()
    assert after["X-Total-Count"] == before["X-Total-Count"]
    assert after["ETag"] != before["ETag"]  # nobody keeps an answer from the broken time


def test_what_only_a_person_can_decide_stays_a_finding(tasks: list[int]) -> None:
    _break("UPDATE todos_task SET revision = 3")
    code, said = _verify(repair=True)
    assert code == 1
    assert "revision_shared" in said
    assert "need a person" in said


def test_more_tasks_than_one_batch(alice: Api, monkeypatch: pytest.MonkeyPatch, tasks: list[int]) -> None:
    monkeypatch.setattr(verify, "BATCH", 2)
    code, said = _verify()
    assert code == 0
    assert "checked 2 of 3 tasks (66 %)" in said


@pytest.mark.parametrize(
    ("rule", "sql"),
    [
        ("title", "UPDATE todos_task SET title = ' a', title_folded = ' a'"),
        ("tags", """UPDATE todos_task SET tags = '["a","A"]'"""),
        ("recurrence", "UPDATE todos_task SET recurrence = 'FREQ=HOURLY', due_date = '2026-01-01'"),
        ("recurrence_from", "UPDATE todos_task SET recurrence_from = 'x'"),
    ],
)
def test_a_member_that_the_api_would_refuse_is_a_finding(tasks: list[int], rule: str, sql: str) -> None:
    _break(sql)
    code, said = _verify()
    assert code == 1
    assert f": {rule}: " in said
