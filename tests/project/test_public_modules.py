"""import-linter holds the walls of `docs/architecture.md`: an import planted across each of them fails the gate."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.better_auth.service import ROOT

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

PLANTED = {
    "todos/support/links.py": "from authbridge.accounts.sessions.refresh_tokens import hash_token",
    "todos/clock.py": "from todos.support import links",
    "authbridge/tokens/jws.py": "import django",
    "authbridge/signals.py": "from authbridge.accounts import models",
}
BROKEN = (
    "todos imports only the public modules of authbridge BROKEN",
    "Inside todos, downward only BROKEN",
    "The kernel of authbridge imports neither Django nor DRF BROKEN",
    "Inside authbridge, downward only BROKEN",
)


def test_a_planted_import_fails_the_gate(tmp_path: Path) -> None:
    for package in ("authbridge", "todos", "config"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, line in PLANTED.items():
        with (tmp_path / path).open("a") as module:
            module.write(f"\n{line}\n")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stdout + run.stderr
    assert [line for line in BROKEN if line not in run.stdout] == []
