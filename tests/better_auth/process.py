"""One Node process running the server: started, watched until it is ready, stopped by its own pid."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from typing import IO

from tests.better_auth import node_project

_STOP_SECONDS = 10


class ServerStartError(Exception):
    """The Node process ended before it was ready; the message holds the end of its log."""


class NodeProcess:
    """Runs the server with these options and secrets; ``url`` is where it listens.

    The child inherits the environment without the developer's own ``BETTER_AUTH_*`` and ``AUTH_SECRET``. It ends by
    itself when its stdin closes, so a killed test run leaves no server behind.

    Raises:
        ServerStartError: the server ended instead of saying that it is ready.
    """

    def __init__(self, options: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        # Opened for appending: reading it here moves the offset that the child shares, and must not make it overwrite.
        self._log: IO[str] = tempfile.TemporaryFile("a+", encoding="utf-8", errors="replace")  # noqa: SIM115  # closed by stop()
        self._whole_log = ""
        self._process = subprocess.Popen(
            ["node", str(node_project.SERVER)],
            cwd=node_project.ROOT,
            env=_environment() | dict(secrets) | {"BETTER_AUTH_TEST_OPTIONS": json.dumps(options)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._process.stdout is not None
        ready = self._process.stdout.readline()
        if not ready:
            self.stop()
            raise ServerStartError(f"the Better Auth test server ended before it was ready:\n{self.log()[-4000:]}")
        self.url: str = json.loads(ready)["url"]

    @property
    def pid(self) -> int:
        return self._process.pid

    def log(self) -> str:
        """What the server has written to stderr so far."""
        if not self._log.closed:
            self._log.seek(0)
            self._whole_log = self._log.read()
        return self._whole_log

    def stop(self) -> None:
        """Ends the server; a second call does nothing."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(_STOP_SECONDS)
        self._process.stdout.close()
        self.log()
        self._log.close()


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("BETTER_AUTH_") and name != "AUTH_SECRET"
    }
