"""`make dev`: the service, reloading and debugging, and the front end where there is Node, until a signal ends both."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import httpx
import pytest

from config import develop
from tests import real_parts
from tests.e2e import front_end
from tests.e2e.processes import free_port

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]


def test_it_serves_and_ends(tmp_path: Path) -> None:
    """It says where to click, answers, and takes the server along when it ends."""
    port = free_port()
    log = (tmp_path / "log").open("w+", encoding="utf-8")
    process = _develop(tmp_path, log, PATH=str(tmp_path), PORT=str(port))
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


@pytest.fixture
def front_end_installed() -> Iterator[None]:
    """Its packages are there; an `.env` that is made for it meanwhile goes again."""
    missing = front_end.problem()
    real_parts.require("node", missing is None, missing or "")
    front_end.install()
    written = front_end.ROOT / ".env"
    there = written.exists()
    yield
    if not there:
        written.unlink(missing_ok=True)


@pytest.mark.usefixtures("front_end_installed")
def test_both_serve_and_both_end(tmp_path: Path) -> None:
    """The front end as well: it is told where the service is now, and no signal leaves it behind."""
    secret = {
        "BETTER_AUTH_SECRET": "test-only-W8n3kQz6Vb1Xm5Lc9Ht4Rs7Jd2",
        "AUTH_DATABASE_URL": f"file:{tmp_path / 'auth.db'}",
    }
    port, front = free_port(), free_port()
    log = (tmp_path / "log").open("w+", encoding="utf-8")
    process = _develop(tmp_path, log, PORT=str(port), FRONTEND_PORT=str(front), **secret)
    try:
        assert _answers(f"http://127.0.0.1:{port}/api/health/live")
        assert _answers(f"http://localhost:{front}/sign-in")
        policy = httpx.get(f"http://localhost:{front}/sign-in", trust_env=False).headers["Content-Security-Policy"]
        assert f"http://localhost:{port}" in policy
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    assert not _answers(f"http://localhost:{front}/sign-in", patience=0)
    assert not _answers(f"http://127.0.0.1:{port}/api/health/live", patience=0)


@pytest.mark.parametrize(
    ("written", "set_", "ends"),
    [
        ("", None, "front%20end/auth.db"),
        ("AUTH_DATABASE_URL=file:./data/people.db\n", None, "front%20end/data/people.db"),
        ("AUTH_DATABASE_URL=file:./data/people.db\n", "file:/srv/auth.db", "sqlite:////srv/auth.db"),
        ("AUTH_DATABASE_URL=postgres://a@b/c\n", None, "postgres://a@b/c"),
    ],
)
def test_the_service_reads_people_where_the_front_end_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, set_: str | None, ends: str
) -> None:
    """By the front end's own rule: its variable, its .env, its default."""
    folder = tmp_path / "front end"
    folder.mkdir()
    (folder / ".env").write_text(written, encoding="utf-8")
    monkeypatch.delenv("AUTH_DATABASE_URL", raising=False)
    if set_:
        monkeypatch.setenv("AUTH_DATABASE_URL", set_)
    found = develop.directory_url(folder)
    assert found.endswith(ends)
    if set_ is None and "postgres" not in found:
        assert found.startswith("sqlite:////")


def test_a_taken_port_is_explained(tmp_path: Path) -> None:
    """In a paragraph that names another, before anything is started."""
    with socket.socket() as other, (tmp_path / "log").open("w+", encoding="utf-8") as log:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert _develop(tmp_path, log, PATH=str(tmp_path), PORT=str(port)).wait(30) == 2
        log.seek(0)
        said = " ".join(log.read().split())
    assert f"Port {port} is taken" in said
    assert f"make dev PORT={port + 1}" in said
    assert "Traceback" not in said


def _develop(folder: Path, log: IO[str], **settings: str) -> subprocess.Popen[bytes]:
    settings = {"DATABASE_URL": f"sqlite:///{folder / 'dev.sqlite3'}", **settings}
    command = [sys.executable, "-m", "config.develop"]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log)


def _answers(url: str, patience: float = 60) -> bool:
    deadline = time.monotonic() + patience
    while True:
        try:
            return httpx.get(url, trust_env=False).is_success
        except httpx.TransportError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)


def test_packages_that_cannot_be_installed_are_explained(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """npm's own words stay above a paragraph that says what to do; there is no traceback."""
    missing = front_end.problem()
    real_parts.require("node", missing is None, missing or "")
    (tmp_path / "package-lock.json").write_text("not a lock", encoding="utf-8")
    with pytest.raises(SystemExit):
        develop.prepare_front_end(tmp_path, "http://localhost:3000", 8000)
    said = " ".join(capfd.readouterr().err.split())
    assert "npm error" in said
    assert "The front end's packages could not be installed" in said
    assert not (tmp_path / ".env").exists()
