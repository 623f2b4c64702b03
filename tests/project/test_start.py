"""Settings with which the service must not start: one paragraph that says what, why and how to mend it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parents[2]


def start(**variables: str) -> tuple[int, str]:
    """What the start ends with, and what it says to the operator, as one line."""
    environment = {**os.environ, "DJANGO_DEBUG": "0", "PORT": "1", **variables}
    ended = subprocess.run(
        [sys.executable, "-m", "config.serve"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    return ended.returncode, " ".join(ended.stderr.split())


@pytest.mark.parametrize(
    ("secret", "says"),
    [
        ("short", "fewer than 32 characters"),
        ("", "no key to verify tokens"),
        ("better-auth-secret-12345678901234567890", "public"),
        ('"quoted-secret-of-more-than-thirty-two-chars"', "a quote"),
    ],
)
def test_a_wrong_secret_stops_the_start(secret: str, says: str) -> None:
    code, said = start(BETTER_AUTH_SECRET=secret)

    assert code == 2
    assert says in said
    assert "Traceback" not in said
    assert secret == "" or secret not in said


def test_a_taken_port_is_said_in_one_paragraph(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = start(PORT=str(port), DATABASE_URL=f"sqlite:///{tmp_path / 'db.sqlite3'}")

    assert code == 2
    assert f"Nothing can listen on 127.0.0.1:{port}" in said
    assert "PORT" in said
    assert "Traceback" not in said


def test_what_is_only_doubtful_is_said_and_does_not_stop_it() -> None:
    """The secret repeats two characters; the start goes on to the next fault, which ends it."""
    _, said = start(BETTER_AUTH_SECRET="ab" * 20, WEB_WORKERS="none")

    assert "Warning: BETTER_AUTH_SECRET (SECRET) is made of fewer than 10 different characters" in said
    assert "(authbridge.W004)" in said
    assert said.index("Warning") < said.index("WEB_WORKERS")
