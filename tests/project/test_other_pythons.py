"""Finding the other Pythons that the gate runs the tests on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.anywhere
ROOT = Path(__file__).resolve().parents[2]


def _find(version: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / ".ci" / "python", version],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_it_prints_is_that_python() -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = _find(version).stdout.strip()

    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith(f"Python {version}.")


def test_a_command_of_the_right_name_and_another_version_is_none(tmp_path: Path) -> None:
    """A shim of a version manager is on the PATH for versions that it has not chosen, and fails when it is run."""
    for name, body in {"python3.99": f'exec {sys.executable} "$@"', "python3.98": "exit 127"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"

    assert _find("3.99", PATH=path).returncode == 1
    assert _find("3.98", PATH=path).returncode == 1


@pytest.mark.parametrize("ci", ["", "true"])
def test_a_missing_one_is_named_with_the_way_to_mend_it(ci: str) -> None:
    missing = _find("3.99", CI=ci)

    assert (missing.returncode, missing.stdout) == (1, "")
    assert "Python 3.99 is not on the PATH" in missing.stderr
    assert "Install Python 3.99" in missing.stderr
