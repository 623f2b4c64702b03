"""The service under a supervisor as simple as systemd's `Restart=always`: killed as a whole, it starts again."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.better_auth.service import ROOT
from tests.deploy.proxy import free_port


class Supervised:
    """`python -m config.serve` in a process group of its own, restarted whenever it ends."""

    def __init__(self, database_url: str, **variables: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = os.environ | {
            "DATABASE_URL": database_url,
            "DJANGO_SECRET_KEY": secrets.token_urlsafe(48),
            "IGNORE_DOTENV": "1",
            "CACHE_URL": "locmem://",
            "LOG_LEVEL": "ERROR",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "WEB_WORKERS": "2",
            **variables,
        }
        self._log = tempfile.TemporaryFile("a+")  # noqa: SIM115  # closed by stop()
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=self._environment, check=True
        )
        self._stopping = False
        self._process = self._start()
        self._supervisor = threading.Thread(target=self._supervise, daemon=True)
        self._supervisor.start()
        self.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "config.serve"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": self._log, "stderr": self._log}
        return subprocess.Popen(command, cwd=ROOT, env=self._environment, start_new_session=True, **quiet)  # type: ignore[call-overload,no-any-return]  # keywords of one kind

    def _supervise(self) -> None:
        while not self._stopping:
            self._process.wait()
            if not self._stopping:
                self._kill_group()  # what systemd's KillMode=control-group does
                self._process = self._start()

    def wait(self, seconds: float = 180) -> None:
        """Until it is ready."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/api/health/ready", timeout=5).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        self._log.seek(0)
        raise RuntimeError(f"the service is not ready: {self._log.read()[-3000:]}")

    @property
    def pid(self) -> int:
        """The parent process."""
        return self._process.pid

    def workers(self) -> list[int]:
        """The worker processes."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in children.read_text().split()] if children.exists() else []

    def resident(self) -> int:
        """Memory of the workers, in bytes (proportional set size: shared pages are counted once)."""
        total = 0
        for pid in self.workers():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        return total

    def kill_worker(self) -> None:
        """kill -9 of one worker."""
        os.kill(self.workers()[-1], signal.SIGKILL)

    def kill(self) -> None:
        """kill -9 of everything."""
        self._kill_group()

    def _kill_group(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A management command on the service's database."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self._environment, capture_output=True, text=True
        )

    def log(self) -> str:
        """What it wrote."""
        self._log.seek(0)
        return self._log.read()

    def stop(self) -> None:
        """End it for good."""
        self._stopping = True
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._kill_group()
        self._supervisor.join(20)
        self._log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
