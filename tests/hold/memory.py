"""The memory of a service's workers, while something is done to them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MB = 1_000_000


@dataclass
class Memory:
    """Resident bytes of all workers together."""

    before: int
    peak: int = 0
    after: int = 0

    def __str__(self) -> str:
        return f"{self.before / MB:.0f} MB before, {self.peak / MB:.0f} MB at the peak, {self.after / MB:.0f} MB after"


def resident(pid: int) -> int:
    """What the children of the server process hold, in bytes."""
    total = 0
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        try:
            lines = Path(f"/proc/{child}/status").read_text().splitlines()
        except OSError:  # it has just ended
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))
    return total


@contextmanager
def watched(pid: int) -> Iterator[Memory]:
    """The memory before, at the peak of and after what the block does; sampled every 20 ms."""
    memory = Memory(before=resident(pid))
    done = threading.Event()

    def sample() -> None:
        while not done.wait(0.02):
            memory.peak = max(memory.peak, resident(pid))

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield memory
    finally:
        done.set()
        thread.join()
        memory.after = resident(pid)
