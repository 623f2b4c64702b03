"""The export of a list at its quota: constant memory, one moment, and nobody waits for a slow reader."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from authbridge.testing import mint
from tests.better_auth.service import TodoService

ROOT = Path(__file__).resolve().parents[3]
TASKS = "/api/alice/tasks"
MANY = 100_000
FORMS = ("json", "csv")  # a calendar streams by the same loop, and takes a minute for so many
MOST = 100 * 1024 * 1024

# Rows straight into the tables of the service's own database; the API would take minutes.
_FILL = """
import django; django.setup()
from django.db import connection
from django.utils import timezone
from todos.models import Task, Owner
now, many = timezone.now(), {many}
Owner.objects.create(user_id="alice", revision=many, total=many, last_position=many)
for start in range(0, many, 5000):
    Task.objects.bulk_create(
        [Task(user_id="alice", title=f"Task {{n}}", title_folded=f"task {{n}}", search=f"task {{n}}",
              description="words " * 30, position=n, revision=n, created_at=now, updated_at=now)
         for n in range(start + 1, start + 5001)], batch_size=900)
"""
# Its own process, and the kernel's high-water mark of it alone: ru_maxrss begins at that of the parent.
_MEASURE = """
import django; django.setup()
from pathlib import Path
from todos.transfer.exporting import FORMATS
def highest():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
before = highest()
size = sum(len(part) for part in FORMATS[{form!r}][1]("alice"))
print(size, before, highest())
"""


def _run(code: str, url: str) -> str:
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
def test_it_takes_constant_memory(start_service: Callable[..., TodoService], database_url: str) -> None:
    start_service()  # which makes the tables
    _run(_FILL.format(many=MANY), database_url)
    for form in FORMS:
        size, before, memory = map(int, _run(_MEASURE.format(form=form), database_url).split())
        print(f"{form}: {size / 1e6:.0f} MB written; {before / 1e6:.0f} MB before, at most {memory / 1e6:.0f} MB after")
        assert size > MANY * 200
        assert memory < MOST


@pytest.mark.slow
def test_a_slow_reader_keeps_no_writer_waiting(start_service: Callable[..., TodoService], database_url: str) -> None:
    service = start_service()
    _run(_FILL.format(many=MANY // 5), database_url)
    with service.client(mint(sub="alice")) as client, client.stream("GET", f"{TASKS}/export?format=json") as export:
        parts = export.iter_bytes()
        read = [next(parts)]
        with service.client(mint(sub="bob")) as bob, service.client(mint(sub="alice")) as again:
            assert bob.post("/api/bob/tasks", json={"title": "Meanwhile"}, timeout=3).status_code == 201
            assert again.post(TASKS, json={"title": "Meanwhile"}, timeout=3).status_code == 201
        read += parts
    tasks: list[dict[str, Any]] = json.loads(b"".join(read))["tasks"]
    assert len(tasks) == MANY // 5  # the list of the moment it began
