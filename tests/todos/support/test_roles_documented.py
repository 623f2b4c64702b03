"""docs/support.md says of each role what `todos/support/roles.py` gives it."""

from __future__ import annotations

import re

import pytest

from tests.todos.support.world import ROOT
from todos.support.roles import GROUPS, READ

# What each column of the table claims, as permissions that stand for it.
COLUMNS = (
    set(READ),
    {("todos", "task", "change_task"), ("todos", "person", "change_person"), ("accounts", "loginattempts", "delete_loginattempts")},
    {("todos", "task", "read_description"), ("accounts", "user", "change_user"), ("admin", "logentry", "view_logentry")},
)  # fmt: skip


def test_every_role_is_in_the_table() -> None:
    assert set(_table()) == set(GROUPS)


@pytest.mark.parametrize("role", GROUPS)
def test_the_table_says_what_the_role_may(role: str) -> None:
    granted = set(GROUPS[role])

    assert _table()[role] == ["yes" if claimed <= granted else "no" for claimed in COLUMNS]
    assert [bool(claimed & granted) for claimed in COLUMNS] == [claimed <= granted for claimed in COLUMNS]


def test_no_role_deletes_tasks_for_good() -> None:
    assert not [grant for grants in GROUPS.values() for grant in grants if grant[2] == "delete_task"]


def _table() -> dict[str, list[str]]:
    text = (ROOT / "docs" / "support.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (\w+) \| (\w+) \|$", text, re.MULTILINE)
    return {role: answers for role, *answers in rows}
