"""The threads that run Django, in lanes that do not wait for each other, and fair inside a lane.

One person, or one address that gives no name, has at most half of a lane's threads at once: what they send beyond that
waits, and the others' requests go past it, each person in turn.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable
from queue import SimpleQueue

Job = Callable[[], None]


class Turns:
    """Who may run, and who is next. `size`: threads."""

    def __init__(self, size: int) -> None:
        self._free = size
        self._share = max(1, size // 2)
        self._running: Counter[str] = Counter()
        self._waiting: dict[str, deque[Job]] = {}
        self._lock = threading.Lock()

    def begin(self, who: str, job: Job) -> bool:
        """Whether `job` may run now; if not, it waits."""
        with self._lock:
            if self._free and self._running[who] < self._share:
                self._free -= 1
                self._running[who] += 1
                return True
            self._waiting.setdefault(who, deque()).append(job)
            return False

    def end(self, who: str) -> tuple[str, Job] | None:
        """A job of `who` is done: the one that is to run in its place, and whose it is."""
        with self._lock:
            self._running[who] -= 1
            if not self._running[who]:
                del self._running[who]
            following = next((one for one in self._waiting if self._running[one] < self._share), None)
            if following is None:
                self._free += 1
                return None
            line = self._waiting.pop(following)
            job = line.popleft()
            if line:
                self._waiting[following] = line  # behind the others
            self._running[following] += 1
            return following, job


class Inline:
    """Runs a job in the thread that brings it, where it may run now.

    The thread that brings a job that has to wait goes free at once, so that there is always one to bring the next.
    """

    def __init__(self, size: int) -> None:
        self._turns = Turns(size)

    def run(self, who: str, job: Job) -> None:
        """Run `job` now, or leave it to a thread that is busy now. A job does not raise."""
        if not self._turns.begin(who, job):
            return
        job()
        while following := self._turns.end(who):
            who, job = following
            job()


class Pool:
    """Threads of its own."""

    def __init__(self, name: str, size: int) -> None:
        self._turns = Turns(size)
        self._line: SimpleQueue[tuple[str, Job]] = SimpleQueue()
        for number in range(size):
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True).start()

    def run(self, who: str, job: Job) -> None:
        """Have a thread run `job`. A job does not raise."""
        if self._turns.begin(who, job):
            self._line.put((who, job))

    def _work(self) -> None:
        while True:
            who, job = self._line.get()
            job()
            del job  # what it holds ends with it, not with the next one
            following = self._turns.end(who)
            if following is not None:
                self._line.put(following)
                del following
