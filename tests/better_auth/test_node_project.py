"""Without Node nothing breaks obscurely, and the TypeScript of the test server is checked like everything else."""

import subprocess
from pathlib import Path

import pytest

from tests.better_auth import node_project

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def test_without_node_the_message_says_what_why_and_how(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(node_project.NodeProjectError, match=r"not on the PATH, so .* Install Node.js"):
        node_project.install()


def test_the_lock_file_names_no_registry() -> None:
    lock = (node_project.ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') > 50


def test_the_servers_typescript_holds(node_packages: None) -> None:
    tsc = node_project.ROOT / "node_modules" / ".bin" / "tsc"
    found = subprocess.run([tsc, "--noEmit"], cwd=node_project.ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
