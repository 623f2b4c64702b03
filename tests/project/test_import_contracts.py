"""The import contracts hold, and each fails when an import is planted that it forbids."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("authbridge", "todos", "config")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages and of their contracts."""
    copy = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def lint(tree: Path) -> tuple[int, str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def test_they_hold(tree: Path) -> None:
    code, said = lint(tree)
    assert code == 0, said


PLANTED = {
    "authbridge/principal.py": "import django.http",
    "authbridge/revocation.py": "import todos.models",
    "authbridge/tokens/jws.py": "import authbridge.conf",
    "todos/text/search.py": "import todos.api.links",
    "todos/clock.py": "import config.env",
    "authbridge/of_no_layer.py": "",
    "todos/of_no_layer.py": "",
}


def test_each_fails_on_what_it_forbids(tree: Path) -> None:
    """All are planted at once, because a run takes seconds; the report names each."""
    for file, planted in PLANTED.items():
        with (tree / file).open("a", encoding="utf-8") as module:
            module.write(f"\n{planted}\n")
    code, said = lint(tree)
    assert code != 0
    assert [line for line in said.splitlines() if line.endswith("KEPT")] == []
    for named in (
        "authbridge.principal -> django",
        "authbridge.revocation -> todos.models",
        "authbridge.tokens.jws -> authbridge.conf",
        "todos.text.search -> todos.api.links",
        "todos.clock -> config.env",
        "authbridge.of_no_layer",
        "todos.of_no_layer",
    ):
        assert named in said, said
