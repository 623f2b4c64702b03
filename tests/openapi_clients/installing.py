"""Installs other people's linters and generators, from locks of their own: `npm ci`, and pip in an environment beside it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
BINARIES = ROOT / "node_modules" / ".bin"
PYTHON = ROOT / ".venv" / "bin" / "python"


class MissingPartError(Exception):
    """A program that cannot be installed or run here; the message says which and how to mend it."""


def install() -> None:
    """Install what is not from the locks as they are now; other processes of the tests wait.

    Raises:
        MissingPartError: npm or pip failed; with the end of what it said.
    """
    with (ROOT / ".install.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if _is_stale(ROOT / "node_modules" / ".lock-digest", ROOT / "package-lock.json"):
            run("npm", "ci", "--no-audit", "--no-fund")
            _stamp(ROOT / "node_modules" / ".lock-digest", ROOT / "package-lock.json")
        if _is_stale(ROOT / ".venv" / ".lock-digest", ROOT / "requirements.txt"):
            run(sys.executable, "-m", "venv", "--clear", ".venv")
            run(str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements.txt")
            _stamp(ROOT / ".venv" / ".lock-digest", ROOT / "requirements.txt")


def run(*command: str, **environment: str) -> str:
    """Run a program in this folder and return what it printed.

    Raises:
        MissingPartError: it failed; with the end of what it said.
    """
    variables = {**os.environ, "CI": "true", "REDOCLY_TELEMETRY": "off", "NO_COLOR": "1", **environment}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stdout + done.stderr)[-3000:]
        raise MissingPartError(f"{' '.join(command)} failed in tests/openapi_clients and said:\n{said}")
    return done.stdout


def _is_stale(stamp: Path, lock: Path) -> bool:
    return not stamp.exists() or stamp.read_text() != _digest(lock)


def _stamp(stamp: Path, lock: Path) -> None:
    stamp.write_text(_digest(lock))


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()
