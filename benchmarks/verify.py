"""Verification alone, beside what people would use instead: `python -m benchmarks.verify [--quick]`.

Alternating rounds in one process, so that whatever disturbs the machine disturbs all; processor time is
counted, not the wall's. Figures are microseconds per token, the median over the rounds, and the ratio to
the bare `jwt.decode` of the same algorithm.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks import environment

Check = Callable[[str], Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run: few rounds, no verdict")
    quick = parser.parse_args().quick
    from benchmarks import verify_contenders as contenders

    contenders.configure()
    rounds, calls = (3, 200) if quick else (15, 3_000)
    hs256 = {
        "bare jwt.decode": contenders.bare_hs256(),
        "simplejwt, stateless": contenders.simplejwt(),
        "authbridge": contenders.ours(),
    }
    compare("HS256, each token as if never seen", hs256, contenders.hs256_token(), rounds, calls)
    eddsa = {
        "bare jwt.decode": contenders.bare_eddsa(),
        "fastapi-better-auth-bridge": contenders.bridge_eddsa(),
        "authbridge": contenders.ours_eddsa(),
    }
    compare("EdDSA from a key set", eddsa, contenders.eddsa_token(), rounds, max(calls // 6, 50))
    again = {"bare jwt.decode": contenders.bare_hs256(), "authbridge, remembered": contenders.ours(remember=4096)}
    compare("HS256, a token seen before", again, contenders.hs256_token(), rounds, calls)


def compare(title: str, checks: dict[str, Check], token: str, rounds: int, calls: int) -> None:
    """Measure each contender in turn, `rounds` times, and print the table."""
    for name, check in checks.items():
        verify_fairness(name, check, token)
    times: dict[str, list[float]] = {name: [] for name in checks}
    for number in range(rounds):
        print(f"\r{title}: round {number + 1} of {rounds}", end="", flush=True)
        for name, check in checks.items():
            times[name].append(measure(check, token, calls))
    print(f"\r{title}{' ' * 30}")
    floor = statistics.median(times["bare jwt.decode"])
    for name, found in times.items():
        middle, low, high = statistics.median(found), min(found), max(found)
        print(f"  {name:<28}{middle:8.1f} µs   ({low:.1f} to {high:.1f})   {middle / floor:5.2f} × bare")


def measure(check: Check, token: str, calls: int) -> float:
    began = time.process_time_ns()
    for _ in range(calls):
        check(token)
    return (time.process_time_ns() - began) / calls / 1_000


def verify_fairness(name: str, check: Check, token: str) -> None:
    """Each says who is calling, and refuses a changed signature."""
    if check(token) != "a" * 32:
        raise SystemExit(f"{name} does not say who is calling")
    message, _, signature = token.rpartition(".")
    changed = f"{message}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
    try:
        check(changed)
    except Exception:  # noqa: BLE001 - each contender refuses in its own way
        return
    raise SystemExit(f"{name} accepts a changed signature")


if __name__ == "__main__":
    environment.ensure()
    main()
