"""Each request to where it is answered: at once, in a thread, or in the event loop until its body is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from config.front.allocator import give_back_what_is_free
from config.front.answers import Answer
from config.front.bodies import Bodies, ClientGoneError, NoRoomError, Stream, TooSlowError, drain, longest
from config.front.environ import environ_of, with_body
from config.front.lanes import Inline, Pool

logger = logging.getLogger("config.front")

LIVE, READY = "/api/health/live", "/api/health/ready"
REFUSED = "todo.refused"
"""In the environment of a request that the front refuses: the status that Django is to answer with."""
LARGE = 1024 * 1024
LARGE_AT_ONCE = 2
"""Bodies above `LARGE` bytes become large objects: no more of them are worked on at the same time."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

Application = Callable[[dict[str, Any], Any], Any]


class Front:
    """What granian calls with every request of one worker."""

    def __init__(self, application: Application, loop: asyncio.AbstractEventLoop, threads: int, bodies: Bodies) -> None:
        self._application, self._loop, self._bodies = application, loop, bodies
        self._reads = Inline(threads)
        self._writes = Pool("write", threads)
        self._health = Pool("health", 1)
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()  # the loop keeps weak references only

    def __call__(self, watcher: Any) -> None:
        """Take a request; returns before it is answered, or after. `watcher` is granian's, with scope and protocol."""
        try:
            self._take(watcher)
        except BaseException as error:  # noqa: BLE001 - granian answers 500
            watcher.err(error)

    def _take(self, watcher: Any) -> None:
        scope = watcher.scope
        environ = environ_of(scope)
        if environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ:
            self._loop.call_soon_threadsafe(self._begin, watcher, environ)
            return
        answer = partial(self._answer, watcher, environ)
        if scope.path == LIVE:
            answer()  # this thread is never one that Django has been waiting in
        elif scope.path == READY:
            self._health.run(answer)
        elif scope.method in _SAFE:
            self._reads.run(answer)
        else:
            self._writes.run(answer)

    def _answer(self, watcher: Any, environ: dict[str, Any], *, close: bool = False) -> None:
        """Have the application answer, in this thread. Raises nothing."""
        answer = Answer(self._loop)
        try:
            answer.send(watcher.proto, self._application(environ, answer.start), close=close)
        except BaseException as error:
            logger.exception("An answer could not be made or sent.")
            watcher.err(error)
        else:
            watcher.done()

    def _begin(self, watcher: Any, environ: dict[str, Any]) -> None:
        task = self._loop.create_task(self._read(watcher, environ))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read(self, watcher: Any, environ: dict[str, Any]) -> None:
        """Read the body, then have a thread answer."""
        given = environ.get("CONTENT_LENGTH", "")
        promised = int(given) if given.isascii() and given.isdigit() else None
        most, stream = longest(environ["PATH_INFO"]), Stream(watcher.proto)
        if promised is not None and promised > most:
            # Django refuses it by its length alone, after asking who it is.
            kept = "HTTP_EXPECT" not in environ and await drain(stream, promised)
            self._writes.run(partial(self._answer, watcher, environ, close=not kept))
            return
        try:
            body = await self._bodies.read(stream, most, promised)
        except ClientGoneError:
            watcher.done()
        except (TooSlowError, NoRoomError) as refused:
            environ[REFUSED] = 408 if isinstance(refused, TooSlowError) else 503
            self._answer(watcher, environ, close=True)
        except BaseException as error:  # noqa: BLE001 - granian's: the connection has ended
            watcher.err(error)
        else:
            kept = len(body) <= most or await drain(stream, None)
            await self._work(watcher, environ, body, close=not kept)

    async def _work(self, watcher: Any, environ: dict[str, Any], body: bytes, *, close: bool) -> None:
        """Have a thread answer to the body, and wait for it; large ones by turns."""
        size = len(body)
        with_body(environ, body)
        del body
        answered = asyncio.Event()

        def job() -> None:
            self._answer(watcher, environ, close=close)
            environ.clear()
            if size > LARGE:
                give_back_what_is_free()
            self._loop.call_soon_threadsafe(answered.set)

        try:
            if size <= LARGE:
                self._writes.run(job)
                await answered.wait()
            else:
                async with self._large:
                    self._writes.run(job)
                    await answered.wait()
        finally:
            self._bodies.give_back(size)
