"""A database that lacks a migration is told: at the start, by readiness and by the doctor, each with the command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config import health
from tests import environment
from tests.better_auth.databases import postgres_answers, temporary_postgres
from tests.better_auth.service import ROOT, _environment
from tests.conftest import Api

COMMAND = "python manage.py migrate"


@pytest.fixture
def lacking(db: None) -> Iterator[str]:
    """The last migration of the tasks, as if it had not run."""
    recorder = MigrationRecorder(connection)
    name = max(name for app, name in recorder.applied_migrations() if app == "todos")
    recorder.record_unapplied("todos", name)
    health._migrated.clear()
    yield f"todos.{name}"
    health._migrated.clear()


def test_it_is_not_ready_and_says_what_is_missing(nobody: Api, lacking: str) -> None:
    answer = nobody.get("/api/health/ready")
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert lacking in answer.json()["detail"]
    assert COMMAND in answer.json()["detail"]
    assert nobody.get("/api/health/live").status_code == 200


def test_it_is_ready_once_it_has_run(nobody: Api, lacking: str) -> None:
    assert nobody.get("/api/health/ready").status_code == 503
    MigrationRecorder(connection).record_applied(*lacking.split(".", 1))
    assert nobody.get("/api/health/ready").status_code == 200


def test_the_doctor_says_so_and_is_not_content(lacking: str) -> None:
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("authbridge_doctor", stdout=told)
    assert lacking in told.getvalue()
    assert COMMAND in told.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(environment.BACKEND == "sqlite", reason="the embedded database is migrated by the start itself")
def test_the_service_does_not_start() -> None:
    """On an empty PostgreSQL; one paragraph, no stack."""
    assert postgres_answers()
    with temporary_postgres() as url:
        variables = {"DATABASE_URL": url, "BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"], "PORT": "1"}
        command = [sys.executable, "-m", "config.serve"]
        ended = subprocess.run(
            command, cwd=ROOT, env=_environment() | variables, capture_output=True, text=True, timeout=120
        )
    assert ended.returncode == 2
    assert COMMAND in " ".join(ended.stderr.split())
    assert "Traceback" not in ended.stderr
