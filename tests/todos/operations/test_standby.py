"""Reading from a standby. Two databases of one service, the second one behind: what a lagging standby is.

The lag is real: the second database is a copy that nobody brings up to date.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from authbridge.testing import bearer
from tests import environment
from tests.better_auth.service import TodoService

pytestmark = [
    pytest.mark.anywhere,
    pytest.mark.skipif(environment.BACKEND != "sqlite", reason="a copied SQLite file is the standby that lags"),
]


def _titles(service: TodoService, user: str) -> list[str]:
    with service.client() as client:
        found = client.get(f"/api/{user}/tasks", headers=bearer(user))
    assert found.status_code == 200
    return [task["title"] for task in found.json()]


def _create(service: TodoService, user: str, title: str) -> None:
    with service.client() as client:
        assert client.post(f"/api/{user}/tasks", headers=bearer(user), json={"title": title}).status_code == 201


@pytest.fixture
def lagging(tmp_path: Path, start_service: Callable[..., TodoService]) -> TodoService:
    """A service whose standby holds alice's first task, and a primary that may move on."""
    primary, standby = tmp_path / "primary.sqlite3", tmp_path / "standby.sqlite3"
    first = start_service(DATABASE_URL=f"sqlite:///{primary}")
    _create(first, "alice", "old")
    first.stop()
    with sqlite3.connect(primary) as source, sqlite3.connect(standby) as copy:
        source.backup(copy)  # a plain copy of the file would miss what is still in its write-ahead log
    source.close()
    copy.close()
    return start_service(DATABASE_URL=f"sqlite:///{primary}", DATABASE_REPLICA_URL=f"sqlite:///{standby}")


def test_it_shows_a_person_their_own_writes_although_the_standby_is_behind(lagging: TodoService) -> None:
    assert _titles(lagging, "alice") == ["old"]

    _create(lagging, "alice", "new")

    assert _titles(lagging, "alice") == ["new", "old"]


def test_it_reads_from_the_standby_what_it_has(lagging: TodoService, tmp_path: Path) -> None:
    assert _titles(lagging, "alice") == ["old"]  # from the primary, which is noted

    with sqlite3.connect(tmp_path / "standby.sqlite3") as standby:
        standby.execute("UPDATE todos_task SET title = 'as the standby has it'")
    standby.close()

    assert _titles(lagging, "alice") == ["as the standby has it"]


def test_it_asks_the_primary_when_the_standby_is_gone(lagging: TodoService, tmp_path: Path) -> None:
    assert _titles(lagging, "alice") == ["old"]

    (tmp_path / "standby.sqlite3").unlink()  # an empty database takes its place

    assert _titles(lagging, "alice") == ["old"]
