"""`python -m benchmarks.profiling`: where the time of one request goes, inside this service.

The WSGI application is called in this process, without server or network, on a database of its own:
first plainly, for the time of one request, then under cProfile, for the functions that take it.
"""

from benchmarks import environment

if __name__ == "__main__":
    environment.ensure()

import argparse
import cProfile
import os
import pstats
import time
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.layers import by_layer
from benchmarks.wsgi import Application, send

if TYPE_CHECKING:
    from benchmarks.load import Call

SHOWN = 40
RIVAL = "benchmarks.rivals.django_task.wsgi"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.profiling", description=__doc__)
    parser.add_argument("scenario", nargs="?", default="list50", help="list50 (default), one, create, toggle, poll304")
    parser.add_argument("--rival", action="store_true", help="the DRF rival instead of this service: the list before")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--sort", default="tottime", help="as pstats sorts: tottime, cumulative, ncalls")
    return parser.parse_args()


def main() -> None:
    from importlib import import_module

    from benchmarks import contenders, scenarios, seed
    from benchmarks.database import scratch_database
    from benchmarks.rows import Size

    options = arguments()
    size = Size(tasks=10_000, people=100)
    scenario = next(scenario for scenario in scenarios.SCENARIOS if scenario.key == options.scenario)
    with scratch_database() as database:
        (seed.seed_plain if options.rival else seed.seed_own)(database, size)
        key, module = ("b", RIVAL) if options.rival else ("ours", "config.wsgi")
        os.environ.update(contenders.environment(contenders.choose(database, size, key)[0]))
        application = import_module(module).application
        calls = scenario.calls(size)
        if scenario.conditional:
            calls = [with_etag(application, call) for call in calls]
        for call in calls:
            send(application, call)
        report(application, calls, options)
        from django.db import connections

        connections.close_all()


def report(application: Application, calls: list["Call"], options: argparse.Namespace) -> None:
    turns = [calls[number % len(calls)] for number in range(options.requests)]
    began, used = time.perf_counter(), time.process_time()
    for call in turns:
        send(application, call)
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    each = 1e6 / len(turns)
    print(f"{options.scenario}: {wall * each:,.0f} µs a request, {cpu * each:,.0f} µs of them in this process\n")
    profiler = cProfile.Profile(time.process_time)  # waiting for the database is not the request's own time
    profiler.enable()
    for call in turns:
        send(application, call)
    profiler.disable()
    show_layers(by_layer(pstats.Stats(profiler)), cpu * each)
    pstats.Stats(profiler).strip_dirs().sort_stats(options.sort).print_stats(SHOWN)


def show_layers(spent: Counter[str], microseconds: float) -> None:
    """The shares of the profile, put to the processor time that was measured without it."""
    whole = spent.total()
    print("| layer | share | µs of a request |\n| --- | ---: | ---: |")
    for name, seconds in spent.most_common(10):
        print(f"| {name} | {seconds / whole:.0%} | {seconds / whole * microseconds:,.0f} |")
    print()


def with_etag(application: Application, call: "Call") -> "Call":
    from dataclasses import replace

    return replace(call, etag=send(application, call)["ETag"])


if __name__ == "__main__":
    main()
