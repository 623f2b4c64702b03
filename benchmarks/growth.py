"""`python -m benchmarks.growth`: does an answer cost more when there are a thousand times more tasks?

This service on two databases at once, small and large, in alternating bursts; then one person with very
many tasks: their deepest page, search and synchronisation. Needs about 10 GB of PostgreSQL's disk.
"""

from benchmarks import environment

if __name__ == "__main__":
    environment.ensure()

import argparse
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--tasks", type=int, default=10_000_000, help="tasks in the large database")
    parser.add_argument("--hoard", type=int, default=100_000, help="tasks of the one person who has very many")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=3, help="seconds of one burst")
    parser.add_argument("--output", type=Path, help="folder for growth.md and growth.json (benchmarks/results)")
    return parser.parse_args()


def main() -> None:
    from benchmarks import bulk, contenders, growth_report, hoarder, machine, report
    from benchmarks.database import scratch_database
    from benchmarks.rounds import Plan, measure
    from benchmarks.rows import Size

    options = arguments()
    machine.require()
    few = Size(tasks=10_000, people=100)
    many = Size(tasks=options.tasks, people=options.tasks // 100)
    hoard = Size(tasks=options.hoard, people=1, kind="hoarder", after=many.tasks)
    plan = Plan(rounds=options.rounds, seconds=options.seconds, starts=1)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        small, large = stack.enter_context(scratch_database()), stack.enter_context(scratch_database())
        print(f"seeding {few.tasks:,} tasks, and {many.tasks:,} tasks of {many.people:,} people", flush=True)
        bulk.seed_large(small, [few])
        bulk.seed_large(large, [many, hoard])
        pair = [
            replace(contenders.service(small, few), key="small", title=f"{few.tasks:,} tasks"),
            replace(contenders.service(large, many), key="large", title=f"{many.tasks:,} tasks"),
        ]
        figures = measure(pair, plan, scratch)
        story = hoarder.measure(replace(pair[1], key="hoarder"), hoard, plan, scratch)
    growth_report.publish(figures, story, plan, options.output or report.RESULTS)


if __name__ == "__main__":
    main()
