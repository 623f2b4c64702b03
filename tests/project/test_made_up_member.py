"""A member of a task is added by the table, the model and a migration alone: done here, in a copy of the tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.anywhere

COLUMNS = """    place = models.CharField(max_length=200, default="", blank=True)
    urgent = models.BooleanField(default=False)
    next_task_id = """
ROWS = """    Member(
        name="place", field=strict.DescriptionField, copied=True, section="content",
        schema={"type": "string", "maxLength": 200},
    ),
    Member(name="urgent", codec=BOOLEAN, field=strict.FlagField, section="content", schema=FLAG_SCHEMA),
    Member(name="next_task_id","""

# What a stranger to the members does with them, in the copy: through the API, both files, the desk and the schema.
SCRIPT = """
import json

import django

django.setup()
from django.core.management import call_command
from django.test import Client

call_command("makemigrations", "todos", name="made_up_members", verbosity=0)
call_command("migrate", verbosity=0)

from authbridge.accounts.models import User
from authbridge.testing import bearer
from todos.api.openapi.components import SCHEMAS
from todos.operations import verify
from todos.support.tasks.forms import TaskForm
from todos.support.tasks.task_admin import TaskAdmin


def ask(method, path, body="", user="alice", **headers):
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    kind = headers.pop("kind", "application/json")
    return Client().generic(method, "/api/tasks" + path, data, kind, headers={**bearer(user), **headers})


rule = {"due_date": "2026-12-01", "recurrence": "FREQ=DAILY"}
created = ask("POST", "", {"title": "t", "place": "here", "urgent": True, **rule})
assert created.status_code == 201, created.content
task = created.json()
assert (task["place"], task["urgent"]) == ("here", True), task
assert ask("POST", "", {"title": "t", "place": 7}).json()["errors"][0]["pointer"] == "#/place"

one = f"/{task['id']}"
assert ask("GET", one).content == created.content
patched = ask("PATCH", one, {"place": "there"})
assert patched.json()["place"] == "there", patched.content
assert ask("GET", "").json() == [patched.json()]
assert ask("GET", "/changes").json()["items"] == [patched.json()]
assert ask("GET", one + "/history").json()[0]["changes"] == {"place": ["here", "there"]}

for kind, form in (("application/json", "json"), ("text/csv", "csv")):
    file = b"".join(ask("GET", f"/export?format={form}").streaming_content)
    imported = ask("POST", "/import", file, user=form, kind=kind)
    assert imported.status_code == 200, imported.content
    copy = ask("GET", "", user=form).json()[0]
    assert (copy["place"], copy["urgent"]) == ("there", True), copy

successor = ask("GET", f"/{ask('PATCH', one + '/complete').json()['next_task_id']}").json()
assert (successor["place"], successor["urgent"]) == ("there", False), successor

assert ask("PUT", one, {"title": "t"}).json()["place"] == ""
properties = SCHEMAS["TaskContent"]["properties"]
assert properties["place"] == {"type": "string", "maxLength": 200}
assert properties["urgent"] == {"type": "boolean"}
assert "place" in SCHEMAS["Task"]["required"] and "place" not in SCHEMAS["TaskContent"]["required"]
assert {"place", "urgent"} <= set(TaskForm.base_fields) & set(TaskAdmin.fieldsets[0][1]["fields"])
assert not list(verify.check_tasks(lambda count: None))
print("all of it holds")
"""


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has another form than this test knows"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_made_up_member_is_created_changed_listed_exported_imported_and_shown(tmp_path: Path) -> None:
    for name in ("authbridge", "config", "todos"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    _replace(tmp_path / "todos/models/task.py", "    next_task_id = ", COLUMNS)
    _replace(tmp_path / "todos/serializers/members.py", '    Member(name="next_task_id",', ROWS)
    (tmp_path / "walk.py").write_text(SCRIPT, encoding="utf-8")
    database = f"sqlite:///{tmp_path / 'copy.sqlite3'}"

    done = subprocess.run(
        [sys.executable, "walk.py"],
        cwd=tmp_path,
        env={**os.environ, "DATABASE_URL": database, "CACHE_URL": "locmem://", "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
    )  # fmt: skip

    assert done.stdout.endswith("all of it holds\n"), done.stderr[-3000:]
