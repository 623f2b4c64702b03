"""One burst of load: wrk, pinned to its core, against one server, with one list of requests."""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).parent / "wrk" / "requests.lua"


@dataclass(frozen=True, slots=True)
class Call:
    """One request as wrk and the checks send it. `path` includes the query; `body` is JSON text or empty."""

    method: str
    path: str
    token: str
    body: str = ""
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Burst:
    """What one burst showed: requests a second, latencies in milliseconds, bytes a response.

    `cpu` is what the server's own processes used, in microseconds of processor time a request: it moves
    far less than the rate when something else runs on the machine.
    """

    requests: int
    rate: float
    p50: float
    p99: float
    size: float
    cpu: float = 0.0


class LoadError(Exception):
    """A burst in which a request was refused or broken; such a figure would mean nothing."""


def run(base: str, calls: Sequence[Call], *, seconds: float, connections: int, core: int) -> Burst:
    """Send `calls` in turn over `connections` connections for `seconds` (wrk rounds up to whole ones)."""
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as requests:
        for call in calls:
            fields = (call.method, call.path, call.token, call.etag, call.body)
            requests.write("\t".join(fields) + "\n")
        requests.flush()
        command = [
            "taskset",
            "-c",
            str(core),
            "wrk",
            "-t1",
            f"-c{connections}",
            f"-d{max(1, round(seconds))}s",
        ]
        command += ["--latency", "-s", str(SCRIPT), base, "--", requests.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    line = next((line for line in done.stdout.splitlines() if line.startswith("RESULT ")), None)
    if line is None:
        raise LoadError(f"wrk printed no result: {done.stdout}{done.stderr}")
    return burst(json.loads(line.removeprefix("RESULT ")))


def burst(result: dict[str, float]) -> Burst:
    """The figures of wrk's line; raises LoadError unless every request was answered below 400."""
    if result["refused"] or result["broken"] or not result["requests"]:
        raise LoadError(
            f"{result['refused']:.0f} requests were refused and {result['broken']:.0f} broken "
            f"of {result['requests']:.0f}: the server did not do what is being measured."
        )
    return Burst(
        requests=int(result["requests"]),
        rate=result["requests"] * 1e6 / result["microseconds"],
        p50=result["p50"] / 1000,
        p99=result["p99"] / 1000,
        size=result["bytes"] / result["requests"],
    )
