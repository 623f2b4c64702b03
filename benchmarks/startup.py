"""`python -m benchmarks.startup`: what a worker loads until its first answer, beside the DRF rival.

Processor time, memory and modules, once the application is imported and once it has answered its first
list; the worker is started anew for every turn, and the two take turns. Then Python's own
`-X importtime`, summed by top-level package. Start-up by the clock, with the server around it, is in
`make bench`.
"""

from benchmarks import environment

if __name__ == "__main__":
    environment.ensure()

import json
import subprocess
import sys
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.contenders import Contender

TURNS = 9
SHOWN = 15
MODULES = {"ours": "config.wsgi", "b": "benchmarks.rivals.django_task.wsgi"}

Moments = dict[str, dict[str, float]]


def start(contender: "Contender") -> Moments:
    """A worker of that contender, up to its first list."""
    from benchmarks import people
    from benchmarks.contenders import environment as environ_of

    user = people.person(contender.size.kind, 0)
    command = [sys.executable, "-m", "benchmarks.starting", MODULES[contender.key]]
    command += [f"/api/{user}/tasks?limit=50", people.token(user)]
    done = subprocess.run(command, env=environ_of(contender), stdout=subprocess.PIPE, text=True, check=True)
    moments: Moments = json.loads(done.stdout.splitlines()[-1])
    return moments


def table(seen: dict[str, list[Moments]]) -> str:
    """The least processor time of the turns (whatever else ran only added to it), and what they weighed."""
    lines = ["| worker | processor, ms | memory, MB | modules |", "| --- | ---: | ---: | ---: |"]
    for title, turns in seen.items():
        for name, words in (("imported", "imported"), ("answered", "and one list answered")):
            least = min(turn[name]["ms"] for turn in turns)
            size, modules = (median(turn[name][key] for turn in turns) for key in ("mb", "modules"))
            lines.append(f"| {title}, {words} | {least:,.0f} | {size:.1f} | {modules:,.0f} |")
    return "\n".join(lines)


def import_times(contender: "Contender") -> Counter[str]:
    """Microseconds spent executing the modules of each top-level package, on importing the application afresh."""
    from benchmarks.contenders import environment as environ_of

    command = [sys.executable, "-X", "importtime", "-c", f"import {MODULES[contender.key]}"]
    done = subprocess.run(command, env=environ_of(contender), capture_output=True, text=True, check=True)
    spent: Counter[str] = Counter()
    for line in done.stderr.splitlines():
        own, _, rest = line.removeprefix("import time:").partition("|")
        if line.startswith("import time:") and own.strip().isdigit():
            spent[package(rest.rpartition("|")[2].strip())] += int(own)
    return spent


def package(module: str) -> str:
    top, *below = module.split(".")
    if top in sys.stdlib_module_names or top.startswith("_"):
        return "(standard library)"
    return f"{top}.{below[0]}" if top in ("authbridge", "config", "todos", "django") and below else top


def main() -> None:
    from benchmarks import contenders, seed
    from benchmarks.database import scratch_database
    from benchmarks.rows import Size

    size = Size(tasks=1_000, people=10)
    with scratch_database() as database:
        seed.seed_plain(database, size)
        seed.seed_own(database, size)
        chosen = contenders.choose(database, size, ",".join(MODULES))
        seen: dict[str, list[Moments]] = {contender.title: [] for contender in chosen}
        for _ in range(TURNS):
            for contender in chosen:
                seen[contender.title].append(start(contender))
        print(table(seen))
        for contender in chosen:
            spent = import_times(contender)
            print(f"\n{contender.title}: {sum(spent.values()) / 1000:,.0f} ms of imports before the first request\n")
            print("| package | ms |\n| --- | ---: |")
            for name, microseconds in spent.most_common(SHOWN):
                print(f"| {name} | {microseconds / 1000:.1f} |")


if __name__ == "__main__":
    main()
