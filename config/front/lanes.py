"""The threads that run Django, in lanes that do not wait for each other."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue

Job = Callable[[], None]


class Inline:
    """Runs a job in the thread that brings it, in at most `size` threads at once; what comes beyond waits in a line.

    The thread that brings a job when all are busy goes free at once, so that there is always one to bring the next.
    """

    def __init__(self, size: int) -> None:
        self._free = size
        self._lock = threading.Lock()
        self._waiting: deque[Job] = deque()

    def run(self, job: Job) -> None:
        """Run `job` now, or leave it to a thread that is busy now. A job does not raise."""
        with self._lock:
            if not self._free:
                self._waiting.append(job)
                return
            self._free -= 1
        following: Job | None = job
        while following is not None:
            following()
            with self._lock:
                following = self._waiting.popleft() if self._waiting else None
                if following is None:
                    self._free += 1


class Pool:
    """Threads of its own that take jobs from one line."""

    def __init__(self, name: str, size: int) -> None:
        self._line: SimpleQueue[Job] = SimpleQueue()
        for number in range(size):
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True).start()

    def run(self, job: Job) -> None:
        """Have a thread run `job`. A job does not raise."""
        self._line.put(job)

    def _work(self) -> None:
        while True:
            job = self._line.get()
            job()
            del job  # what it holds ends with it, not with the next one
