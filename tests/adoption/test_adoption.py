"""The bridge without this project: from the tree, and from its wheel in an empty environment."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parents[2]
PROJECT = Path(__file__).parent / "project"
SECRET = "adoption-only-9Kd3Vn7Zr1Xt5Lw8Bq2Mc6Jp4"


def run(*command: str | Path, cwd: Path = PROJECT, **variables: str) -> str:
    """Run a command in a clean environment; its output, or a failure that shows it."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "AUTHBRIDGE_", "PYTHON"))
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=kept | {"BETTER_AUTH_SECRET": SECRET} | variables,
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_another_project_adopts_it_in_five_lines() -> None:
    said = run(sys.executable, "-W", "error", "manage.py", "test", PYTHONPATH=str(ROOT))
    assert "OK" in said


def test_the_five_lines_are_those_of_the_readme() -> None:
    settings = (PROJECT / "settings.py").read_text(encoding="utf-8")
    lines = settings.partition("# begin: the five lines\n")[2].partition("# end: the five lines")[0].strip()
    readme = (ROOT / "authbridge" / "README.md").read_text(encoding="utf-8")
    assert lines in readme


@pytest.mark.slow
def test_its_wheel_works_in_an_empty_environment(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, ROOT / "authbridge")
    (wheel,) = tmp_path.glob("django_authbridge-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"authbridge/py.typed", "authbridge/tokens/verifier.py", "authbridge/accounts/models.py"} <= set(names)
    assert not [name for name in names if "__pycache__" in name or name.startswith(("todos", "config", "tests"))]
    venv = tmp_path / "empty"
    uv = Path(sys.executable).with_name("uv")
    run(uv, "venv", "--quiet", "--python", sys.executable, venv)
    python = venv / "bin" / "python"
    run(uv, "pip", "install", "--quiet", "--python", python, wheel)
    # Bare, it verifies in plain Django; the project below is one of Django REST framework.
    run(python, "-W", "error", "-c", "import authbridge.decorators, authbridge.middleware, authbridge.tokens.verifier")
    run(uv, "pip", "install", "--quiet", "--python", python, f"django-authbridge[drf] @ {wheel.as_uri()}")
    assert "OK" in run(python, "-W", "error", "manage.py", "test")
