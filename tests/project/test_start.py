"""Settings with which the service must not start: one paragraph that says what, why and how to mend it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parents[2]


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
    environment = {**os.environ, "BETTER_AUTH_SECRET": secret, "DJANGO_DEBUG": "0", "PORT": "1"}

    ended = subprocess.run(
        [sys.executable, "-m", "config.serve"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )

    assert ended.returncode == 2
    said = " ".join(ended.stderr.split())
    assert says in said
    assert "Traceback" not in said
    assert secret == "" or secret not in said
