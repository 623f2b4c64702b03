"""A key of the bridge from the environment: read where it is known, named where it is misspelt."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parents[3]


def check(**variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


def test_a_misspelt_key_is_named_with_the_one_that_was_meant() -> None:
    said = check(AUTHBRIDGE_LEWAY="3")
    assert "'LEWAY'" in said
    assert "Did you mean LEEWAY?" in said


def test_a_known_key_is_read_and_judged() -> None:
    assert "no issues" in check(AUTHBRIDGE_LEEWAY="3")
    assert "authbridge.E010" in check(AUTHBRIDGE_LEEWAY="61")


def test_a_secret_is_not_needed_where_only_the_key_set_is_used() -> None:
    assert "no issues" in check(BETTER_AUTH_SECRET="", AUTHBRIDGE_JWKS_URL="https://app.example/api/auth/jwks")
