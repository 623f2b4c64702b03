"""`python -m tests.deploy.measure_cost`: what logs and metrics cost the list, measured side by side.

Two services on the same rows, one without access log and metrics, one with both as in production. Rounds
alternate, and what is compared is the processor time of the worker per request, which other work on the
machine disturbs least. No test asserts it: it is a figure for the docs.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import environment as environment  # isort: skip  # sets the secrets that tokens are minted with

import django

django.setup()

from authbridge.testing import bearer  # noqa: E402 - Django must be set up first
from tests.chaos.service import Supervised  # noqa: E402
from tests.deploy.proxy import free_port  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the median cost of both, and the median of what the rounds say of their ratio."""
    rounds, seconds = (int(value) for value in (sys.argv[1:] or ["16", "3"]))
    with tempfile.TemporaryDirectory(prefix="cost-") as directory:
        url = f"sqlite:///{Path(directory) / 'cost.sqlite3'}"
        on = {"LOG_LEVEL": "INFO", "LOG_FORMAT": "json", "METRICS_PORT": str(free_port())}
        with Supervised(url, WEB_WORKERS="1") as quiet, Supervised(url, WEB_WORKERS="1", **on) as watched:
            _fill(quiet)
            costs: dict[str, list[float]] = {"off": [], "on": []}
            for number in range(rounds):
                # By turns the one first and the other: neither gets the machine that the other has warmed up.
                pair = [("off", quiet), ("on", watched)]
                for name, service in pair if number % 2 else pair[::-1]:
                    costs[name].append(_cost(service, seconds))
                print({name: round(values[-1], 1) for name, values in costs.items()}, "µs", flush=True)
    off, both = statistics.median(costs["off"]), statistics.median(costs["on"])
    print(f"off {off:.1f} µs, on {both:.1f} µs of processor time per list of 50")
    # Round by round, so that what slows the machine for a while slows both sides of a ratio.
    extra = sorted(100 * (on / without - 1) for without, on in zip(costs["off"], costs["on"], strict=True))
    middle = extra[len(extra) // 4 : -len(extra) // 4]
    print(
        f"{statistics.median(extra):+.1f} % (the middle half of {rounds} rounds: {middle[0]:+.1f} to {middle[-1]:+.1f} %)"
    )


def _fill(service: Supervised) -> None:
    code = (
        "from todos.tasks.create import create; from todos.actor import Actor\n"
        "for n in range(50): create('alice', {'title': f'Task {n}'}, Actor('user', 'alice', ''))"
    )
    assert service.manage("shell", "--no-imports", "-c", code).returncode == 0


def _cost(service: Supervised, seconds: int) -> float:
    before = _processor(service)
    header = f"Authorization: {bearer('alice')['Authorization']}"
    command = ["wrk", "-t1", "-c4", f"-d{seconds}s", "-H", header, f"{service.url}/api/tasks"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+) requests in", said)
    assert found, said
    assert "Non-2xx" not in said, said
    return (_processor(service) - before) / int(found[1]) * 1e6


def _processor(service: Supervised) -> float:
    """Seconds that the busiest child (the worker) has used."""
    fields = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in service.workers())
    return max((int(values[11]) + int(values[12])) / TICKS for values in fields)


if __name__ == "__main__":
    main()
