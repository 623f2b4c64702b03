"""Bodies that are arriving: how large, how long, and how much of the memory all of them may take."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from django.conf import settings

LINGER_BYTES = 16 * 1024 * 1024
LINGER_SECONDS = 2.0
"""What is read and thrown away of a body nobody takes, so that the client gets to read the refusal."""


class Stream:
    """The parts of one body; granian begins it once only, and it can be read on where reading stopped."""

    def __init__(self, protocol: Any) -> None:
        self._parts: AsyncIterator[bytes] = aiter(protocol)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._parts


class TooSlowError(Exception):
    """The body did not arrive in its time: 408."""


class NoRoomError(Exception):
    """The bodies in flight fill the budget: 503."""


class ClientGoneError(Exception):
    """The connection ended before the body did."""


def longest(path: str) -> int:
    """The bytes that any route at this path takes."""
    return settings.IMPORT_MAX_BODY if path.endswith("/tasks/import") else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class Bodies:
    """All bodies of one worker that are arriving or being worked on. Used by the event loop alone.

    `budget`: bytes of all together. `seconds`: for one to arrive. Whoever finds the budget full ends the body that
    has been arriving for longest: an honest one arrives in moments, and slow ones cannot keep the others out.
    """

    def __init__(self, budget: int, seconds: float) -> None:
        self.budget, self.seconds = budget, seconds
        self.held = 0
        self._arriving: dict[asyncio.Task[Any], None] = {}

    async def read(self, stream: Stream, most: int, promised: int | None) -> bytes:
        """At most `most` + 1 bytes; `promised` is Content-Length.

        Raises `TooSlowError`, `NoRoomError`, `ClientGoneError`.

        What was read counts towards the budget until `give_back`; after an exception nothing does.
        """
        task = asyncio.current_task()
        assert task is not None
        parts: list[bytes] = []
        size = 0
        self._arriving[task] = None
        try:
            async with asyncio.timeout(self.seconds):
                async for part in stream:
                    self.held += len(part)
                    size += len(part)
                    parts.append(part)
                    if size > most:
                        break
                    if self.held > self.budget:
                        self._make_room()
            if promised is not None and size < min(promised, most + 1):
                raise ClientGoneError
            return b"".join(parts)
        except BaseException as error:
            self.held -= size
            if isinstance(error, TimeoutError):
                raise TooSlowError from None
            if isinstance(error, asyncio.CancelledError):
                raise NoRoomError from None
            raise
        finally:
            self._arriving.pop(task, None)

    def _make_room(self) -> None:
        """End the body that has been arriving for longest."""
        oldest = next(iter(self._arriving), None)
        if oldest is None or oldest is asyncio.current_task():
            raise NoRoomError
        del self._arriving[oldest]
        oldest.cancel()

    def give_back(self, size: int) -> None:
        """The body of `size` bytes has been worked on."""
        self.held -= size


async def drain(stream: Stream, promised: int | None) -> bool:
    """Read on for a moment, and throw it away. Whether that was all, so that the connection can be kept."""
    dropped = 0
    try:
        async with asyncio.timeout(LINGER_SECONDS):
            async for part in stream:
                dropped += len(part)
                if dropped > LINGER_BYTES:
                    return False
    except (TimeoutError, RuntimeError):  # granian's: the connection has ended
        return False
    return promised is None or dropped == promised
