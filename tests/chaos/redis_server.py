"""A Redis of the test's own on a free port: one may kill it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from types import TracebackType
from typing import Self

from tests import real_parts
from tests.deploy.proxy import free_port


class RedisServer:
    """Keeps nothing on disk, like a cache."""

    def __init__(self) -> None:
        where = shutil.which("redis-server")
        real_parts.require("redis-server", available=where is not None, why="not installed (Debian: redis-server)")
        self._binary, self.port = str(where), free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        """Start, and wait until it listens."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen([self._binary, *options], stdout=subprocess.DEVNULL, cwd="/")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError("redis-server did not start")

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
