"""`make chaos`: kill every part under load and print what was lost. ARGS="--kills 5", ARGS="worker redis"."""

from __future__ import annotations

import argparse
import logging
import sys

from tests import environment as environment  # isort: skip  # sets the secrets that tokens are minted with

import django

django.setup()

from tests.chaos import soak  # noqa: E402 - Django must be set up first
from tests.chaos.faults import FAULTS, Outcome, run  # noqa: E402 - Django must be set up first

RECOVERY = {"failover": 10.0}
RECOVERY_USUAL = 5.0
HEADER = f"{'fault':12} {'database':16} {'kills':>5} {'acknowledged':>12} {'lost':>5} {'503':>5} {'recovery':>9} {'part away':>9}"


def main() -> int:
    """Run the chosen faults; 0 only if nothing was lost and every recovery was in time."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("faults", nargs="*", help=f"any of {', '.join(FAULTS)} (default: all)")
    parser.add_argument("--kills", type=int, default=3, help="how often each part is killed (default 3)")
    parser.add_argument("--soak", type=int, nargs="?", const=300, help="no kills: mixed load for so many seconds")
    chosen = parser.parse_args()
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line per request to Better Auth would hide the table
    if chosen.soak:
        return soak.run(chosen.soak)
    outcomes = []
    for name in chosen.faults or FAULTS:
        for database in FAULTS[name][1]:
            print(f"killing: {name} on {database} …", file=sys.stderr, flush=True)
            outcomes.append(run(name, database, 1 if name == "failover" else chosen.kills))
            print(_line(outcomes[-1]), file=sys.stderr, flush=True)
    print("\n".join([HEADER, *map(_line, outcomes)]))
    print(
        f"{'total':29} {sum(o.kills for o in outcomes):5} {sum(o.acknowledged for o in outcomes):12}"
        f" {sum(len(o.lost) for o in outcomes):5} {sum(o.unavailable for o in outcomes):5}"
        f" {max(o.recovery for o in outcomes):7.1f} s"
    )
    failures = [problem for outcome in outcomes for problem in problems(outcome)]
    print("\n".join(failures))
    return 1 if failures else 0


def _line(outcome: Outcome) -> str:
    return (
        f"{outcome.fault:12} {outcome.database:16} {outcome.kills:5} {outcome.acknowledged:12} {len(outcome.lost):5}"
        f" {outcome.unavailable:5} {outcome.recovery:7.1f} s {outcome.away:7.1f} s"
    )


def problems(outcome: Outcome) -> list[str]:
    """What must not be."""
    within = RECOVERY.get(outcome.fault, RECOVERY_USUAL)
    found = [*outcome.lost, *([outcome.verified] if outcome.verified else [])]
    if outcome.unexpected:
        found.append(f"{outcome.fault} on {outcome.database}: answers that must not be: {outcome.unexpected}")
        found.append(outcome.log)
    if outcome.recovery > within:
        found.append(f"{outcome.fault} on {outcome.database}: {outcome.recovery:.1f} s to recover, allowed {within}")
    if not outcome.acknowledged:
        found.append(f"{outcome.fault} on {outcome.database}: nothing was written, so nothing was proven")
    return found


if __name__ == "__main__":
    raise SystemExit(main())
