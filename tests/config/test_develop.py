"""`make dev` on a machine without Node: the service alone, reloading and debugging, until a signal ends it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]


def test_it_serves_and_ends(tmp_path: Path) -> None:
    """It says where to click, answers, and takes the server along when it ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"PATH": str(tmp_path), "PORT": str(port), "DATABASE_URL": f"sqlite:///{tmp_path / 'dev.sqlite3'}"}
    log = (tmp_path / "log").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "config.develop"], cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log
    )
    try:
        assert _answers(f"http://127.0.0.1:{port}/api/health/live")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    log.seek(0)
    said = log.read()
    assert f"http://localhost:{port}/api/docs" in said
    assert "npm is not installed" in said
    assert not _answers(f"http://127.0.0.1:{port}/api/health/live", patience=0)


def _answers(url: str, patience: float = 60) -> bool:
    deadline = time.monotonic() + patience
    while True:
        try:
            return httpx.get(url, trust_env=False).is_success
        except httpx.TransportError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
