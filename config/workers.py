"""granian's workers behind one queue of connections, and replaced without losing any of them.

granian's default on Linux is a queue per worker (SO_REUSEPORT): what waits in the queue of a worker that ends
is reset. With one queue, which the parent process holds open, the next worker takes it, and a worker that
is busy leaves connections to one that is not.

What a worker has accepted and not yet read from is closed without an answer when granian ends it. So it
first leaves the queue, and a moment later it ends: whoever is connected by then has been read.

The first workers are forks of the parent, which has loaded the application: they start fast and share memory.
Those of a reload are fresh interpreters, because they are to run the code that is on the disk by then.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any, Self, cast

from granian._granian import CallbackScheduler, RSGIWorker
from granian._signals import set_loop_signals
from granian.net import SocketHolder  # type: ignore[attr-defined]  # granian re-exports it without saying so
from granian.server.common import WORKERS_METHODS
from granian.server.mp import MPServer, WorkerProcess

from config import env
from config.front.allocator import give_back_large_blocks
from config.front.bodies import Bodies
from config.front.front import Front
from config.startup import refuse

LEAVING_SECONDS = 0.25
"""Between leaving the queue and the end: the first byte of a request comes sooner."""
REPLACED_SECONDS = 1.0
"""The same where another worker goes on and the machine is busy starting it."""
LOOP_SECONDS, LOOP_DEATHS = 60, 10
"""So many deaths of each worker in so many seconds are a worker that cannot serve: the service ends, with an error."""
READER_SECONDS = 30
_CAN_LEAVE = sys.platform == "linux"


class Worker(WorkerProcess):
    """A worker as the parent knows it."""

    left = False

    def leave(self) -> bool:
        """Take no connection any more; whether that was news."""
        if self.left or not _CAN_LEAVE or not self.inner.is_alive():
            return False
        self.left = self.interrupt_by_parent = True
        os.kill(self.inner.pid, signal.SIGUSR1)
        return True

    def terminate(self) -> None:
        """Leave, and a moment later end in order."""
        if self.leave():
            time.sleep(REPLACED_SECONDS)
        super().terminate()  # type: ignore[no-untyped-call]  # granian's


class SharedQueueServer(MPServer):
    """granian's server with one queue for all workers."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._deaths: list[float] = []

    def _init_shared_socket(self) -> None:
        family = socket.AF_INET6 if ":" in self.bind_addr else socket.AF_INET
        try:
            listener = socket.create_server((self.bind_addr, self.bind_port), family=family, backlog=self.backlog)
        except OSError as error:
            refuse(
                f"Nothing can listen on {self.bind_addr}:{self.bind_port}: {error.strerror}. If another program has "
                "the port, perhaps this service in another window, end it or set PORT to another one; HOST must be an "
                "address of this machine."
            )
        # Inherited by every connection. The head and the body of an answer are two writes, and without it the second
        # waits until the first is acknowledged: 40 ms for every request on a kept connection.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if _CAN_LEAVE:
            # A reader that takes nothing for so long is given up by the kernel (tcp(7)); inherited as well.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, READER_SECONDS * 1000)
        listener.setblocking(False)
        listener.set_inheritable(True)
        self._sso, self._shd = listener, SocketHolder(listener.fileno(), False, self.backlog)  # type: ignore[call-arg,assignment]  # the stub is behind

    def _respawn_workers(self, workers: Any, *arguments: Any, **options: Any) -> None:
        """Replace workers; granian ends the service where one dies twice within 5.5 s, which a kill or two can do."""
        super()._respawn_workers(workers, *arguments, **options)
        if options.get("delay"):
            return  # a reload, and no death
        now = time.monotonic()
        self._deaths = [at for at in self._deaths if now - at < LOOP_SECONDS] + [now] * len(workers)
        if len(self._deaths) < LOOP_DEATHS * self.workers:
            self.respawned_wrks.clear()  # by which granian knows that it was soon

    def _reload(self, *arguments: Any) -> None:
        multiprocessing.set_start_method("spawn", force=True)
        super()._reload(*arguments)  # type: ignore[no-untyped-call]  # granian's

    def _spawn_worker(self, *arguments: Any, **options: Any) -> Worker:
        worker: Any = super()._spawn_worker(*arguments, **options)
        worker.__class__ = Worker  # granian names its own class
        return cast("Worker", worker)

    def _stop_workers(self) -> None:
        workers = cast("list[Worker]", self.wrks)
        if sum(worker.leave() for worker in workers):  # all of them, and one pause
            time.sleep(LEAVING_SECONDS)
        super()._stop_workers()  # type: ignore[no-untyped-call]  # granian's


def run(worker_id: int, name: str | None, load: Any, sockets: Any, *rest: Any) -> None:
    """What a worker's process runs: granian's protocol, our front; SIGUSR1 makes it leave the queue."""
    if _CAN_LEAVE:
        queue = os.fstat(sockets[1].fileno())
        signal.signal(signal.SIGUSR1, lambda *_: _leave(queue))
    give_back_large_blocks()
    _serve(worker_id, name, load, sockets, *rest)


@WorkerProcess.wrap_target  # type: ignore[untyped-decorator]  # granian's
def _serve(  # what granian's own `_spawn_rsgi_worker` takes and does, with another scheduler
    worker_id: int, application: Any, sockets: Any, pipe: Any, loop: Any, mode: Any, runtime_threads: int,
    runtime_blocking_threads: int, threads: int, idle_timeout: int, backpressure: int, tasks: Any, http: Any,
    http1: Any, http2: Any, websockets: bool, static: Any, log_format: Any, tls: tuple[Any, ...], options: Any,
    metrics: Any,
) -> None:  # fmt: skip
    stop, stopped = set_loop_signals(loop), asyncio.Event()  # type: ignore[no-untyped-call]  # granian's
    stop.add_cb(lambda: loop.call_soon_threadsafe(stopped.set))
    worker: Any = cast("Any", RSGIWorker)(  # its stub is behind
        worker_id, sockets, pipe, runtime_threads, runtime_blocking_threads, threads + 1, idle_timeout, backpressure,
        http, http1, http2, websockets, static, *tls, metrics,
    )  # fmt: skip
    bodies = Bodies(env.number("BODIES_MB", 64, least=8) * 1024 * 1024, env.number("BODY_SECONDS", 20, least=1))
    scheduler = _Scheduler(Front(application, loop, threads, bodies), loop)
    getattr(worker, WORKERS_METHODS[mode][(sockets[0] or sockets[1]).is_uds()])(scheduler, loop, stop)
    loop.run_until_complete(stopped.wait())


class _Scheduler(CallbackScheduler):
    """Brings each request to the front, in granian's own thread instead of a coroutine's turn in the loop."""

    __slots__ = ()

    def __init__(self, front: Front, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._schedule_fn = front

    def __new__(cls, front: Front, loop: asyncio.AbstractEventLoop) -> Self:
        enter, leave = partial(asyncio.tasks._enter_task, loop), partial(asyncio.tasks._leave_task, loop)
        made: Self = super().__new__(cls, loop, front, None, enter, leave)  # type: ignore[call-arg]  # the stub is behind
        return made


def _leave(queue: os.stat_result) -> None:
    """Put a queue that nobody can find in the place of `queue`, wherever this process has it open."""
    nobodys = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    nobodys.bind("")  # Linux makes up a name
    nobodys.listen()
    nobodys.setblocking(False)
    for entry in list(Path("/proc/self/fd").iterdir()):
        try:
            if os.path.samestat(entry.stat(), queue):
                os.dup2(nobodys.fileno(), int(entry.name), inheritable=False)
        except OSError:  # the descriptor that this very list was read by
            continue
