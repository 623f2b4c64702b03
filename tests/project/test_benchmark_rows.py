"""The rows that the benchmarks measure are rows that the service could have written."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks import contenders, seed
from benchmarks.database import scratch_database
from benchmarks.rows import Size
from tests.better_auth.databases import require_postgres

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def test_seeded_tasks_keep_every_invariant() -> None:
    """After all migrations 1,000 tasks can be seeded, and `todos_verify` finds nothing about them to say."""
    require_postgres()
    size = Size(tasks=1_000, people=10)
    with scratch_database() as database:
        seed.seed_own(database, size)
        environ = contenders.environment(contenders.service(database, size))
        verified = subprocess.run(
            [sys.executable, "manage.py", "todos_verify"], env=environ, capture_output=True, text=True, timeout=120
        )

    assert verified.returncode == 0, verified.stdout
    assert "checked 1000 of 1000 tasks" in verified.stderr
