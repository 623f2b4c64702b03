"""docs/accounts.md's walk, run as it stands there: `sh` and `curl` against a running service."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import real_parts
from tests.better_auth.service import TodoService

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

PAGE = (Path(__file__).parents[3] / "docs" / "accounts.md").read_text(encoding="utf-8")
WALK, RESET = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


def promised(script: str) -> list[str]:
    """The status that stands as a comment behind each call of `status`."""
    return re.findall(r"^status .*# (\d{3})$", script, re.MULTILINE)


def run(script: str, **variables: str) -> list[str]:
    """What a script prints, line by line."""
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        ["sh", "-eu", "-c", script], env=environment | variables, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_walk_does_what_the_page_says(start_service: Callable[..., TodoService]) -> None:
    real_parts.require("curl", available=shutil.which("curl") is not None, why="curl is not installed")
    service = start_service(EMAIL_URL="console://", AUTHBRIDGE_ACCESS_LIFETIME="3")
    api = f"{service.url}/api"

    assert run(WALK, API=api, ACCESS_LIFETIME="4") == promised(WALK)

    assert run(RESET, API=api, LINK=link_in_the_console(service)) == promised(RESET)


def link_in_the_console(service: TodoService) -> str:
    """The link in the mail, which is printed beside the request and so perhaps a moment after its answer."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = re.search(r"http://\S+#token=\S+(?=\n)", service.log())
        if found is not None:
            return found[0]
        time.sleep(0.1)
    raise AssertionError(service.log())


def test_the_page_promises_the_whole_walk() -> None:
    assert promised(WALK) == ["201", "200", "401", "200", "204", "401", "401", "202"]
    assert promised(RESET) == ["204", "401", "200", "400"]
