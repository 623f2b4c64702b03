"""One address tries invented accounts as fast as nginx lets it through; what does somebody else's log-in meet?

    python -m tests.hold.measure_spraying [seconds]

Two workers as production serves them, on SQLite and (where it answers) PostgreSQL. The sprayer sends 13 and
then 50 log-ins a second from one address, each at another account; meanwhile Ann logs in from another address
twice a second and reads her tasks. Prints what each was answered, with p50 and p99 in milliseconds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx

from tests.better_auth.databases import postgres_answers, temporary_postgres
from tests.better_auth.service import TodoService

ANN = {"email": "ann@example.com", "password": "Corr3ct horse, battery"}
SPRAYER, ELSEWHERE = "198.51.100.7", "203.0.113.9"
ENVIRONMENT = {
    "BETTER_AUTH_SECRET": "spraying-only-K7v2qXw9Lr4Tz8Nb3Jm6Hs5Pd1Fc",
    "JWT_SECRET_KEY": "spraying-only-5Yt8Rw2Qm9Zx4Kc7Vb1Nj3Hd6Gs0",
    "WEB_WORKERS": "2",
    "TRUSTED_PROXY_COUNT": "1",
}
# One for all: a client of its own per call would cost this machine more than the service does.
CLIENT = httpx.Client(trust_env=False, timeout=60, limits=httpx.Limits(max_connections=80))
Answer = tuple[int, float]


def main() -> None:
    """Measure on each database and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    for url in _databases():
        with TodoService(url, ENVIRONMENT) as service:
            token = _register(service.url)
            print(f"{url.partition(':')[0]}: {seconds:.0f} s each")
            _measure(service.url, token, per_second=0, seconds=seconds)
            _measure(service.url, token, per_second=13, seconds=seconds)
            _measure(service.url, token, per_second=50, seconds=seconds)


def _databases() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'spraying.sqlite3'}"
    if postgres_answers():
        with temporary_postgres() as url:
            yield url


def _measure(url: str, token: str, *, per_second: int, seconds: float) -> None:
    sprayed: list[Answer] = []
    with _spraying(url, per_second, sprayed):
        log_ins, reads = [], []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            log_ins.append(_call(lambda: _log_in(url, ANN, ELSEWHERE)))
            reads.append(_call(lambda: _read(url, token)))
            time.sleep(0.4)
    print(f"  {per_second} sprayed a second:")
    for name, answers in (("sprayer", sprayed), ("Ann's log-ins", log_ins), ("Ann's reads", reads)):
        if answers:
            print(f"    {name:14} {_summary(answers)}")


@contextmanager
def _spraying(url: str, per_second: int, answers: list[Answer]) -> Iterator[None]:
    over = threading.Event()

    def spray() -> None:
        with ThreadPoolExecutor(64) as pool:
            while per_second and not over.wait(1 / per_second):
                victim = {"email": f"victim-{time.monotonic_ns()}@example.com", "password": "Summer2026!"}
                done = pool.submit(_call, partial(_log_in, url, victim, SPRAYER))
                done.add_done_callback(lambda one: answers.append(one.result()))

    thread = threading.Thread(target=spray)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _log_in(url: str, body: dict[str, str], address: str) -> int:
    return CLIENT.post(f"{url}/api/auth/login", json=body, headers={"X-Forwarded-For": address}).status_code


def _read(url: str, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}", "X-Forwarded-For": ELSEWHERE}
    return CLIENT.get(f"{url}/api/tasks", headers=headers).status_code


def _register(url: str) -> str:
    answer = CLIENT.post(f"{url}/api/auth/register", json=ANN)
    CLIENT.cookies.clear()
    return str(answer.json()["access_token"])


def _call(request: Callable[[], int]) -> Answer:
    """Its status (0: no answer) and milliseconds."""
    started = time.perf_counter()
    try:
        status = request()
    except httpx.HTTPError:
        status = 0
    return status, (time.perf_counter() - started) * 1000


def _summary(answers: list[Answer]) -> str:
    times = sorted(milliseconds for _, milliseconds in answers)
    statuses = ", ".join(
        f"{count} × {status or 'no answer'}" for status, count in Counter(s for s, _ in answers).items()
    )
    p99 = statistics.quantiles(times, n=100)[98] if len(times) > 1 else times[0]
    return f"{len(times)} sent, {statuses}; p50 {statistics.median(times):.0f} ms, p99 {p99:.0f} ms"


if __name__ == "__main__":
    main()
