"""The service starts where it may write nothing but its data: as the systemd unit and the image have it."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.better_auth.service import ROOT
from tests.deploy.proxy import free_port

READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && cd "$1" && exec "$2" -m config.serve'
CAN_MOUNT = os.getuid() == 0 and subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0
pytestmark = [
    pytest.mark.anywhere,
    pytest.mark.slow,
    pytest.mark.skipif(not CAN_MOUNT, reason="only root may make a tree read-only for one process"),
]


def test_a_tree_that_nobody_may_write_to(tmp_path: Path) -> None:
    """Static files are those that the installation collected."""
    tree, port = tmp_path / "tree", free_port()
    tree.mkdir()
    for name in ("authbridge", "config", "todos"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "requirements.txt"):
        shutil.copy(ROOT / name, tree)
    keys = ("DJANGO_SECRET_KEY", "JWT_SECRET_KEY", "BETTER_AUTH_SECRET")
    variables = os.environ | {name: secrets.token_urlsafe(48) for name in keys}
    variables |= {"DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}", "PORT": str(port), "IGNORE_DOTENV": "1"}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, cwd=tree, env=variables, check=True)

    command = ["unshare", "-m", "sh", "-c", READ_ONLY, "sh", str(tree), sys.executable]
    with (tmp_path / "log").open("w") as log:
        running = subprocess.Popen(command, env=variables, stdout=log, stderr=log)
    try:
        page = _first_answer(f"http://127.0.0.1:{port}/static/admin/css/base.css", running)
        assert page == 200, (tmp_path / "log").read_text()[-3000:]
    finally:
        running.terminate()
        running.wait(60)


def _first_answer(url: str, running: subprocess.Popen[bytes]) -> int:
    deadline = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:
                return int(answer.status)
        except OSError:
            time.sleep(0.1)
    return 0
