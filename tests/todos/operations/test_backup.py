"""A backup brings back every row as it was, on the database that the suite runs on."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import environment
from tests.better_auth.databases import temporary_postgres
from tests.better_auth.service import ROOT

pytestmark = pytest.mark.slow

TABLES = ("todos_owner", "todos_task", "todos_tombstone", "accounts_user", "django_migrations")
Manage = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def manage(database_url: str) -> Manage:
    """Run manage.py on the test's own database."""

    def run(*arguments: str, url: str = database_url) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, capture_output=True, text=True, check=False
        )

    return run


def _fill(manage: Manage) -> None:
    code = (
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        "from todos.tasks.create import create; from todos.actor import Actor\n"
        "for n in range(40): create(f'user{n % 4}', {'title': f'Täsk {n} ☃', 'tags': ['ä']}, Actor('user', 'x', ''))"
    )
    done = manage("shell", "--no-imports", "-c", code)
    assert done.returncode == 0, done.stderr


def _rows(manage: Manage, url: str | None = None) -> str:
    code = (
        "from django.db import connection\n"
        f"for table in {TABLES!r}:\n"
        "    if table in connection.introspection.table_names():\n"
        "        with connection.cursor() as c:\n"
        "            names = [d.name for d in connection.introspection.get_table_description(c, table)]\n"
        "            names = ', '.join(name for name in names if name != 'epoch')  # another one after each restore\n"
        "            c.execute(f'SELECT {names} FROM {table} ORDER BY 1'); print(table, c.fetchall())\n"
    )
    done = manage("shell", "--no-imports", "-c", code, **({"url": url} if url else {}))
    assert done.returncode == 0, done.stderr
    return done.stdout


def _backed_up(manage: Manage, directory: Path) -> Path:
    made = manage("todos_backup", "--to", str(directory))
    assert made.returncode == 0, made.stderr
    return Path(made.stdout.strip())


def _epochs(manage: Manage) -> str:
    return manage(
        "shell", "--no-imports", "-c", "from todos.models import Owner; print(set(Owner.objects.values_list('epoch')))"
    ).stdout


def _next_id(manage: Manage) -> int:
    """The id of another task, which goes with the restore."""
    code = (
        "from todos.tasks.create import create; from todos.actor import SYSTEM\n"
        "print(create('user9', {'title': 'x'}, SYSTEM).id)"
    )
    return int(manage("shell", "--no-imports", "-c", code).stdout)


def test_back_up_lose_restore_compare(manage: Manage, tmp_path: Path) -> None:
    _fill(manage)
    before = _rows(manage)
    epochs = _epochs(manage)
    path = _backed_up(manage, tmp_path / "backups")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]

    given = _next_id(manage)
    lose = "from todos.models import Task; Task.objects.filter(user_id='user1').delete()"
    assert manage("shell", "--no-imports", "-c", lose).returncode == 0
    assert _rows(manage) != before

    refused = manage("todos_restore", str(path))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    restored = manage("todos_restore", "--replace", str(path))
    assert restored.returncode == 0, restored.stderr
    assert _rows(manage) == before
    assert manage("todos_verify").returncode == 0
    assert _epochs(manage) != epochs
    assert _next_id(manage) > given + 1_000_000


def test_restore_into_an_empty_database(manage: Manage, tmp_path: Path) -> None:
    _fill(manage)
    path = _backed_up(manage, tmp_path / "backups")
    if environment.BACKEND == "sqlite":
        _compare(manage, path, f"sqlite:///{tmp_path / 'other.sqlite3'}")
    else:
        with temporary_postgres() as url:
            _compare(manage, path, url)


def _compare(manage: Manage, path: Path, url: str) -> None:
    done = manage("todos_restore", str(path), url=url)
    assert done.returncode == 0, done.stderr
    assert _rows(manage, url) == _rows(manage)


def test_a_file_that_is_no_backup_changes_nothing(manage: Manage, tmp_path: Path) -> None:
    _fill(manage)
    before = _rows(manage)
    contents = (b"", b"not a backup", b"SQLite format 3\x00" + b"\xff" * 5000, b"PGDMP" + b"\0" * 99)
    for number, content in enumerate(contents):
        path = tmp_path / f"file{number}"
        path.write_bytes(content)
        refused = manage("todos_restore", "--replace", str(path))
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
    assert "no backup" in manage("todos_restore", str(tmp_path / "missing"), "--replace").stderr
    assert _rows(manage) == before
