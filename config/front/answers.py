"""An answer of WSGI to granian: small ones at once, large ones from a file, so that no thread waits for a reader."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, nullcontext
from typing import IO, Any

SMALL = 256 * 1024
"""Bytes that are handed over as they are. What is longer goes to a file, which granian reads as its reader does."""
_OPENED_SECONDS = 30.0  # by then granian has opened the file, or its client has gone
_HAS_DESCRIPTORS = sys.platform == "linux"  # which can be opened again by their path


class Answer:
    """What a WSGI application answers: `start_response` and the body."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.status = 500
        self.headers: list[tuple[str, str]] = []

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        """PEP 3333's `start_response`."""
        self.status, self.headers = int(status[:3]), headers

    def send(self, protocol: Any, body: Any, *, close: bool = False) -> None:
        """Hand `body` (PEP 3333's iterable) to granian. `close`: the connection ends with this answer."""
        if close:
            self.headers = [*self.headers, ("Connection", "close")]
        with closing(body) if hasattr(body, "close") else nullcontext():
            parts = iter(body)
            first, length = [], 0
            for part in parts:
                first.append(part)
                length += len(part)
                if length > SMALL and _HAS_DESCRIPTORS:
                    self._send_file(protocol, first, parts)
                    return
            protocol.response_bytes(self.status, self.headers, b"".join(first))

    def _send_file(self, protocol: Any, first: list[bytes], rest: Iterator[bytes]) -> None:
        file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - granian reads it after this
        try:
            while first:
                file.write(first.pop(0))
            for part in rest:
                file.write(part)
            file.flush()
            length = str(file.tell())
        except BaseException:
            file.close()
            raise
        if all(name.lower() != "content-length" for name, _ in self.headers):
            self.headers = [*self.headers, ("Content-Length", length)]
        protocol.response_file(self.status, self.headers, f"/proc/self/fd/{file.fileno()}")
        self._loop.call_soon_threadsafe(self._loop.call_later, _OPENED_SECONDS, file.close)
