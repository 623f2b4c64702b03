"""docs/operations.md is true: its commands run, in order, or say why they do not."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.better_auth.service import ROOT, TodoService
from tests.chaos.redis_server import RedisServer
from tests.deploy.proxy import free_port

pytestmark = pytest.mark.anywhere
PAGES = ("docs/operations.md", "docs/deploy.md", "docs/security.md")
_BLOCK = re.compile(r"(?P<above>[^\n]*)\n```(?P<language>\w*)\n(?P<text>.*?)\n```", re.DOTALL)


def blocks(page: str) -> list[tuple[str, str]]:
    """What stands above each block of shell, and the block."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [(found["above"], found["text"]) for found in _BLOCK.finditer(text) if found["language"] == "sh"]


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_run_or_says_why_not(page: str) -> None:
    for above, text in blocks(page):
        assert re.fullmatch(r"<!-- (run|not run: .{10,}) -->", above), text


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[TodoService, int]]:
    """What the page serves with systemd, so that its questions have somebody to answer them."""
    port = free_port()
    variables = {"BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"], "METRICS_PORT": str(port)}
    with TodoService(f"sqlite:///{tmp_path / 'operations.sqlite3'}", variables) as running:
        yield running, port


@pytest.mark.slow
def test_the_commands_run(service: tuple[TodoService, int], tmp_path: Path) -> None:
    running, metrics = service
    script = ["set -eu -o pipefail"]
    for number, (above, text) in enumerate(blocks("docs/operations.md")):
        if above == "<!-- run -->":
            script += [f"echo '== block {number}'", text]
    assert len(script) > 10
    with RedisServer() as redis:
        variables = {
            "ETC": str(tmp_path / "etc"),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'operations.sqlite3'}",
            "CACHE_URL": redis.url,
            "PORT": running.url.rpartition(":")[2],
            "METRICS_PORT": str(metrics),
        }
        command = ["bash", "-c", "\n".join(script)]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "Everything holds." in done.stdout
    assert (tmp_path / "etc" / "todo.env").stat().st_mode & 0o077 == 0
