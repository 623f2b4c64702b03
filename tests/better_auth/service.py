"""The Todo service as production serves it: ``python -m config.serve`` in a process of its own, called over HTTP."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import httpx

from tests import openapi

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60
_STOP_SECONDS = 20


class ServiceStartError(Exception):
    """The service ended, or did not answer in time; the message holds the end of its log."""


class TodoService:
    """One running service with a database of its own; a context manager that stops it.

    Args:
        database_url: a ``DATABASE_URL``. PostgreSQL is migrated first, as an operator would; SQLite migrates itself.
        environment: what else to set, such as ``BETTER_AUTH_SECRET`` and ``BETTER_AUTH_URL``.
        root: where the code is that is served.

    Raises:
        ServiceStartError: it ended or did not answer within a minute.
    """

    def __init__(self, database_url: str, environment: Mapping[str, str], root: Path = ROOT) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._environment = (
            _environment() | dict(environment) | {"DATABASE_URL": database_url, "HOST": "127.0.0.1", "PORT": str(port)}
        )
        # Opened for appending: reading it here moves the offset that the child shares, and must not make it overwrite.
        self._log: IO[str] = tempfile.TemporaryFile("a+", encoding="utf-8", errors="replace")  # noqa: SIM115  # closed by stop()
        self._whole_log = ""
        if not database_url.startswith("sqlite"):
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=root, env=self._environment, check=True
            )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "config.serve"],
            cwd=root,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            # A group of its own, so that a server that does not end takes its workers along.
            start_new_session=True,
        )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/api/health/ready", trust_env=False).is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        self.stop()
        raise ServiceStartError(f"the service did not become ready:\n{self.log()[-4000:]}")

    @property
    def pid(self) -> int:
        """The server's process; its workers are its children."""
        return self._process.pid

    def client(self, token: str | None = None) -> httpx.Client:
        """A client of this service, with the token as its Bearer; close it, or use it as a context manager."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        hooks = {"response": [openapi.check_http]}
        return httpx.Client(base_url=self.url, headers=headers, trust_env=False, timeout=30, event_hooks=hooks)

    def log(self) -> str:
        """What the service has written so far."""
        if not self._log.closed:
            self._log.seek(0)
            self._whole_log = self._log.read()
        return self._whole_log

    def stop(self) -> None:
        """Ends the service; a second call does nothing."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait(_STOP_SECONDS)
        self.log()
        self._log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment() -> dict[str, str]:
    """The developer's environment without its Django and bridge settings, under safe ones of the test's own."""
    ours = ("BETTER_AUTH_", "AUTHBRIDGE_", "DJANGO_", "DATABASE_", "JWT_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DJANGO_SECRET_KEY": secrets.token_urlsafe(48),
        "JWT_SECRET_KEY": secrets.token_urlsafe(48),
        "DJANGO_DEBUG": "0",
        "IGNORE_DOTENV": "1",
    }
