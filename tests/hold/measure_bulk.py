"""What others meet while people send the most expensive bulks there are: ``python -m tests.hold.measure_bulk``.

Two workers with four threads each. Eight people with 1,000 recurring tasks each send `complete_all` and
`delete_completed` over and over (every round completes the successors of the one before); then one person sends it,
with sixteen small writers of their own that wait for the lock. Meanwhile others read their lists.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from threading import Event
from typing import Any

import httpx

SECONDS = 15
TASK = {"title": "x", "due_date": "2026-02-02", "recurrence": "FREQ=MONTHLY;BYDAY=5MO;INTERVAL=11"}
WORST = [{"op": "complete_all"}, {"op": "delete_completed"}]
PAIRS = WORST * 50  # 2.6 KB that once worked for a minute


def main() -> None:
    """Measure on each database and print."""
    os.environ.setdefault("TEST_BACKEND", "sqlite")
    from tests import environment  # before Django: it sets what the tokens are signed with
    from tests.better_auth.databases import temporary_postgres

    for name in sys.argv[1:] or ("sqlite", "postgresql"):
        if name == "postgresql":
            with temporary_postgres() as url:
                _measure(name, url)
        else:
            with tempfile.TemporaryDirectory() as directory:
                _measure(name, f"sqlite:///{Path(directory) / 'hold.sqlite3'}")
    assert environment.BACKEND


def _measure(name: str, url: str) -> None:
    from tests.better_auth.service import TodoService

    environment = {"BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"], "WEB_WORKERS": "2", "LOG_LEVEL": "ERROR"}
    with TodoService(url, environment) as service:
        people = [f"hoarder{number}" for number in range(8)]
        for person in people:
            _send(service.url, person, "import", [TASK] * 1000)
        _send(service.url, "carol", "import", [{"title": "hers"}] * 100)
        refused = _send(service.url, people[0], "bulk", {"operations": PAIRS})
        print(f"{name}: fifty pairs in one bulk: {refused.status_code} after {refused.elapsed.total_seconds():.2f} s")
        _tell(name, "calm", service.url, [])
        eight = [_bulks(service.url, person) for person in people]
        _tell(name, "eight people with bulks", service.url, eight)
        own = [_bulks(service.url, people[0]), *(_writes(service.url, people[0]) for _ in range(16))]
        _tell(name, "one person with a bulk and sixteen writers", service.url, own)


def _send(url: str, person: str, verb: str, body: Any) -> httpx.Response:
    from authbridge.testing import bearer

    return httpx.post(
        f"{url}/api/{person}/tasks/{verb}".rstrip("/"), json=body, headers=bearer(person), timeout=120, trust_env=False
    )


def _bulks(url: str, person: str) -> Callable[[], httpx.Response]:
    return lambda: _send(url, person, "bulk", {"operations": WORST})


def _writes(url: str, person: str) -> Callable[[], httpx.Response]:
    return lambda: _send(url, person, "", {"title": "small"})


@contextmanager
def _going_on(load: list[Callable[[], httpx.Response]]) -> Iterator[Counter[int]]:
    """Each of `load` over and over; yields the statuses of their answers."""
    ended, statuses = Event(), Counter[int]()

    def again(one: Callable[[], httpx.Response]) -> None:
        while not ended.is_set():
            answer = one()
            statuses[answer.status_code] += 1
            time.sleep(float(answer.headers.get("Retry-After", 0)) / 10)  # ten times too soon

    with ThreadPoolExecutor(max(len(load), 1)) as pool:
        running = [pool.submit(again, one) for one in load]
        yield statuses
        ended.set()
    for one in running:
        one.result()


def _tell(name: str, what: str, url: str, load: list[Callable[[], httpx.Response]]) -> None:
    from authbridge.testing import bearer

    seconds: list[float] = []
    answered = Counter[int]()
    with _going_on(load) as statuses, httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        begun = time.monotonic()
        while time.monotonic() < begun + SECONDS:
            started = time.monotonic()
            answered[client.get("/api/carol/tasks", headers=bearer("carol")).status_code] += 1
            seconds.append(time.monotonic() - started)
            time.sleep(0.02)
    cuts = quantiles(seconds, n=100)
    print(
        f"{name}: {what}: another person's {len(seconds)} lists {dict(answered)}, p50 {cuts[49] * 1000:.0f} ms,"
        f" p99 {cuts[98] * 1000:.0f} ms, longest {max(seconds) * 1000:.0f} ms; the load's own answers {dict(statuses)}",
        flush=True,
    )


if __name__ == "__main__":
    main()
