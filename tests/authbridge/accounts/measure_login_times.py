"""How long a refused log-in takes: unknown address, wrong password, closed account, interleaved, over HTTP.

    python -m tests.authbridge.accounts.measure_login_times [tries]

Prints each one's quartiles, and for each pair how often the one was slower than the other: 0.50 says
that a clock tells nothing. It is a measurement for a person to read and asserts nothing; that the
three do the same work is asserted in `test_login.py`.
"""

from __future__ import annotations

import itertools
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.better_auth.service import TodoService

PASSWORD = "Corr3ct horse, battery"
KINDS = {
    "unknown": {"email": "nobody@example.com", "password": PASSWORD},
    "wrong": {"email": "ann@example.com", "password": "Wr0ng horse, battery"},
    "inactive": {"email": "closed@example.com", "password": PASSWORD},
}


def measure(tries: int) -> dict[str, list[float]]:
    """Milliseconds of each try, the three kinds in random order in every round."""
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "timing.sqlite3"
        environment = {
            "BETTER_AUTH_SECRET": "timing-only-K7v2qXw9Lr4Tz8Nb3Jm6Hs5Pd1Fc",
            "JWT_SECRET_KEY": "timing-only-5Yt8Rw2Qm9Zx4Kc7Vb1Nj3Hd6Gs0",
            "AUTHBRIDGE_LOGIN_RATE": "100000/min",
        }
        with TodoService(f"sqlite:///{path}", environment) as service, service.client() as client:
            for name in ("ann", "closed"):
                client.post("/api/auth/register", json={"email": f"{name}@example.com", "password": PASSWORD})
            client.cookies.clear()
            with sqlite3.connect(path) as database:
                database.execute("UPDATE accounts_user SET is_active = 0 WHERE email = 'closed@example.com'")
            for done in range(tries):
                for kind in random.sample(list(KINDS), len(KINDS)):
                    started = time.perf_counter()
                    answer = client.post("/api/auth/login", json=KINDS[kind])
                    times[kind].append((time.perf_counter() - started) * 1000)
                    assert answer.status_code == 401, answer.text
                print(f"\r{done + 1} of {tries}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return times


def main() -> None:
    """Measure and print."""
    times = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    for kind, values in times.items():
        low, middle, high = statistics.quantiles(values, n=4)
        print(f"{kind:9} n={len(values)} quartiles {low:.1f} {middle:.1f} {high:.1f} ms")
    for one, other in itertools.combinations(times, 2):
        slower = sum(a > b for a, b in itertools.product(times[one], times[other]))
        print(f"{one} slower than {other}: {slower / len(times[one]) / len(times[other]):.3f}")


if __name__ == "__main__":
    main()
