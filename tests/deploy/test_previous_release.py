"""The gate's question about an upgrade: does the code of the last release run on the schema of this tree?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.better_auth.service import ROOT

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]
MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("todos", {last!r})]
    operations = [migrations.AddField("task", "colour", {field}, preserve_default=False)]
"""
ADDS = 'models.TextField(null=True, default="")'
DEMANDS = 'models.TextField(default="")'  # the default is gone when the migration is done: old code cannot insert


def _git(where: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=where, check=True, capture_output=True)


@pytest.mark.parametrize(("field", "works"), [(ADDS, True), (DEMANDS, False)])
def test_a_migration_that_the_last_release_cannot_live_with_is_found(tmp_path: Path, field: str, works: bool) -> None:
    """A column that may be empty is fine; one that the old code would have to fill is not."""
    tree = tmp_path / "tree"
    _git(ROOT, "clone", "--quiet", str(ROOT), str(tree))
    (tree / ".venv").symlink_to(sys.prefix)
    _git(tree, "tag", "v0")
    migrations = tree / "todos" / "migrations"
    last = max(path.stem for path in migrations.glob("0*.py"))
    (migrations / "9999_colour.py").write_text(MIGRATION.format(last=last, field=field), encoding="utf-8")

    done = subprocess.run(
        ["sh", "deploy/previous_release.sh", "v0", "tests/todos/serializers/test_same_bytes.py"],
        cwd=tree,
        env=os.environ | {"TEST_BACKENDS": "sqlite"},
        capture_output=True,
        text=True,
    )

    assert (done.returncode == 0) is works, done.stdout[-3000:] + done.stderr[-3000:]
    if not works:
        assert "colour" in done.stdout


def test_without_a_release_it_says_so(tmp_path: Path) -> None:
    """A tag that does not exist is named, and nothing is run."""
    done = subprocess.run(["sh", "deploy/previous_release.sh", "v999"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "There is no release v999" in done.stderr
