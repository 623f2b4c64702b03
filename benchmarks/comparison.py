"""The whole comparison: seed, start everyone, check, measure in rounds, report."""

import argparse
import tempfile
from pathlib import Path

from benchmarks import contenders, machine, report, seed
from benchmarks.database import scratch_database
from benchmarks.rounds import Plan, measure
from benchmarks.rows import Size

FULL = Plan(rounds=7, seconds=3, starts=3)
QUICK = Plan(rounds=1, seconds=1, starts=1, warm=0)
SIZE = Size(tasks=10_000, people=100)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round of everything: does it still run?")
    parser.add_argument("--rounds", type=int, help=f"alternating rounds (default {FULL.rounds})")
    parser.add_argument("--seconds", type=int, help=f"seconds of one burst (default {FULL.seconds})")
    parser.add_argument("--only", help="keys of the contenders to run, such as ours,a,d")
    parser.add_argument("--output", type=Path, default=report.RESULTS, help="folder of the table, figures and plot")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    machine.require()
    base = QUICK if options.quick else FULL
    plan = Plan(
        rounds=options.rounds or base.rounds,
        seconds=options.seconds or base.seconds,
        starts=base.starts,
        warm=base.warm,
    )
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch, scratch_database() as database:
        chosen = contenders.choose(database, SIZE, options.only)
        print(f"seeding {SIZE.tasks:,} tasks of {SIZE.people:,} people …", flush=True)
        seed.seed_plain(database, SIZE)
        if any(contender.key == "ours" for contender in chosen):
            seed.seed_own(database, SIZE)
        figures = measure(chosen, plan, Path(scratch))
    # A smoke run prints its figures and keeps none: one round of one second is no measurement.
    report.publish(figures, plan, SIZE, None if options.quick else options.output)
