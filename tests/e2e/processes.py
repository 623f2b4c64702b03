"""A server in a process of its own: started, waited for, stopped by its own pid, started again on the same port."""

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import httpx

_START_SECONDS = 180
_STOP_SECONDS = 20


class ServerStartError(Exception):
    """The server ended, or did not answer in time; the message holds the end of its log."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """One server process.

    Args:
        command: what runs it.
        folder: where.
        environment: all of its environment.
        ready: the address that answers once it is up.
    """

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str], ready: str) -> None:
        self._command = command
        self._folder = folder
        self.environment = dict(environment)
        self._ready = ready
        self._log: IO[bytes] = tempfile.TemporaryFile("a+b")  # noqa: SIM115  # closed with the object, read after the process
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it and waits until it answers. Raises `ServerStartError`."""
        self._process = subprocess.Popen(
            self._command,
            cwd=self._folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            # A group of its own, so that workers end with it.
            start_new_session=True,
        )
        deadline = time.monotonic() + _START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                if httpx.get(self._ready, trust_env=False, timeout=5).status_code < 500:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        self.stop()
        raise ServerStartError(f"{' '.join(self._command)} did not answer at {self._ready}:\n{self.log()[-4000:]}")

    def stop(self) -> None:
        """Ends it; a second call does nothing."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(_STOP_SECONDS)

    def log(self) -> str:
        """What it has written so far."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")
