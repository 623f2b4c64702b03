"""Better Auth's tables in a database of their own, named by one variable; and what is said where none is named."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError

from authbridge.directory import live, queries
from authbridge.errors import CannotDecide, Reason
from authbridge.principal import Principal
from authbridge.testing import mint
from authbridge.tokens.verifier import Verified
from config import databases
from tests import environment, real_parts
from tests.better_auth.databases import postgres_answers, temporary_postgres
from tests.better_auth.service import ROOT, TodoService, _environment

DAY = 86_400
_STATEMENTS = (
    'create table "user" ("id" text, "name" text, "email" text, "emailVerified" boolean, "createdAt" {stamp})',
    (
        'create table "session" ("id" text, "userId" text, "token" text, "expiresAt" {stamp}, "createdAt" {stamp}, '
        '"ipAddress" text, "userAgent" text)'
    ),
    "insert into \"user\" values ('alice', 'Alice', 'alice@example.com', true, '2026-01-01T00:00:00.000Z')",
    "insert into \"session\" values ('live', 'alice', 'x', '2099-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', null, null)",
)


@pytest.fixture
def auth_url(tmp_path: Path) -> Iterator[str]:
    """Better Auth's own database, of the backend that the suite runs on, with one person who is signed in."""
    if environment.BACKEND == "sqlite":
        path = tmp_path / "auth #1.db"
        with sqlite3.connect(path) as connection:
            for statement in _STATEMENTS:
                connection.execute(statement.format(stamp="date"))
        connection.close()
        yield f"sqlite:///{str(path).replace('#', '%23').replace(' ', '%20')}"
        return
    real_parts.require("postgres", available=postgres_answers(), why="no PostgreSQL answers at TEST_DATABASE_URL")
    with temporary_postgres() as url:
        with psycopg.connect(url) as postgres:
            for statement in _STATEMENTS:
                postgres.execute(statement.format(stamp="timestamptz").encode())
        yield url


def manage(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    settings = {"DATABASE_URL": "sqlite:///:memory:", "BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"]}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=_environment() | settings | variables, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_the_live_check_asks_the_database_that_the_url_names(
    start_service: Callable[..., TodoService], auth_url: str
) -> None:
    service = start_service(AUTHBRIDGE_DIRECTORY_DATABASE_URL=auth_url, AUTHBRIDGE_LIVE_SESSION_CHECK="1")
    answers = {}
    for session in ("live", "ended"):
        with service.client(mint("alice", sid=session)) as client:
            answers[session] = client.get("/api/tasks").status_code
    assert answers == {"live": 200, "ended": 401}


def test_the_doctor_reads_it(auth_url: str) -> None:
    found = manage("authbridge_doctor", "--json", AUTHBRIDGE_DIRECTORY_DATABASE_URL=auth_url)
    directory = next(part for part in json.loads(found.stdout)["findings"] if part["part"] == "directory")
    assert directory["state"] == "ok"


def test_an_alias_that_does_not_exist_stops_the_start_and_is_named() -> None:
    found = manage("check", AUTHBRIDGE_DIRECTORY_DATABASE="auth", AUTHBRIDGE_LIVE_SESSION_CHECK="1")
    assert found.returncode == 1
    assert "authbridge.E018" in found.stderr
    assert "'auth'" in found.stderr
    assert "AUTHBRIDGE_DIRECTORY_DATABASE_URL" in found.stderr


@pytest.mark.parametrize(
    "keys",
    [
        {"DIRECTORY_DATABASE": "auth", "LIVE_SESSION_CHECK": True},
        {"REVOCATION_CACHE": "nowhere", "REVOCATION": True},
        {"SOURCES": ("nothing",)},
        {"DIRECTORY_COLUMNS": ("a=b",), "LIVE_SESSION_CHECK": True},
        {"LOGIN_RATE": "often"},
        {"JWKS_URL": "http://[", "SECRET": ""},
        {"JWKS_URL": "no address"},
    ],
)
@pytest.mark.django_db
def test_the_doctor_never_dies_of_what_it_finds(settings: Any, keys: dict[str, Any]) -> None:
    token = mint("alice", sid="live")
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, **keys}
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("authbridge_doctor", token=token, stdout=said)
    assert "BAD  settings: authbridge.E0" in said.getvalue()


def test_an_unknown_alias_at_run_time_is_an_outage_and_no_crash(settings: Any) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "DIRECTORY_DATABASE": "auth"}
    verified = Verified({}, Principal("alice", session_id="live"), time.time() + DAY)
    with pytest.raises(CannotDecide) as raised:
        live.require_live(verified)
    assert raised.value.reason is Reason.DIRECTORY_UNAVAILABLE
    with pytest.raises(DatabaseError):
        queries.find_user_by_email("alice@example.com")


def test_the_alias_is_one_of_its_own() -> None:
    ours = {"default": {"ENGINE": "x"}}
    assert databases.add_directory(ours, "", "", ROOT) == {}
    assert set(ours) == {"default"}
    assert databases.add_directory(ours, "sqlite:///a.db", "", ROOT) == {"DIRECTORY_DATABASE": "better_auth"}
    assert databases.add_directory(ours, "sqlite:///a.db", "auth", ROOT) == {"DIRECTORY_DATABASE": "auth"}
    with pytest.raises(ImproperlyConfigured, match="default"):
        databases.add_directory(ours, "sqlite:///a.db", "default", ROOT)
    with pytest.raises(ImproperlyConfigured, match="AUTHBRIDGE_DIRECTORY_DATABASE_URL"):
        databases.add_directory({}, "mysql://x", "", ROOT)


def test_it_is_read_and_never_written(auth_url: str) -> None:
    code = (
        "import django; django.setup()\n"
        "from django.db import connections, DatabaseError\n"
        "try:\n    connections['better_auth'].cursor().execute('delete from \"session\"'); print('written')\n"
        "except DatabaseError: print('refused')"
    )
    found = manage("shell", "--no-imports", "-c", code, AUTHBRIDGE_DIRECTORY_DATABASE_URL=auth_url)
    assert found.stdout.strip().splitlines()[-1:] == ["refused"], found.stderr
