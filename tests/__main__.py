"""`python -m tests`: the suite on SQLite, then what touches a database on PostgreSQL and Redis.

Tests marked `slow` (the front end in a browser among them) run only when asked for: `-m slow`, as CI does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from tests import environment
from tests.better_auth.databases import postgres_answers


def main() -> int:
    """Run the suite on each backend that answers; 0 only if every run passed."""
    lines, codes = [], []
    for backend in ("sqlite", "postgres"):
        if backend == "postgres" and not _answers():
            missing = "PostgreSQL or Redis does not answer (TEST_DATABASE_URL, TEST_REDIS_URL)"
            lines.append(f"postgres: skipped, {missing}")
            codes.append(1 if os.environ.get("CI") == "true" else 0)
            continue
        print(f"== The suite on {backend} ==", flush=True)
        started = time.monotonic()
        codes.append(_run(backend, sys.argv[1:]))
        lines.append(f"{backend}: {'passed' if codes[-1] == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s")
    print("\n".join(["", "What ran where:", *(f"  {line}" for line in lines)]), flush=True)
    return max(codes)


def _run(backend: str, arguments: list[str]) -> int:
    marks = [mark for mark in ("" if _chosen(arguments) else "not slow", _once(backend)) if mark]
    given = arguments[arguments.index("-m") + 1] if _chosen(arguments) else ""
    rest = [argument for argument in arguments if argument not in ("-m", given)] if given else arguments
    expression = " and ".join(f"({mark})" for mark in ([given] if given else []) + marks)
    # In CI a test of real servers that failed is run again, and said to have been: a machine that was
    # busy elsewhere for a moment is not a defect of the change under test.
    again = ["--reruns", "3", "--rerun-except", "FrontEndError", "-rfER"] if os.environ.get("CI") == "true" else []
    parallel = ["-n", "2", "--dist", "loadfile"]
    command = [sys.executable, "-m", "pytest", *parallel, *again, "-q", "-m", expression, *rest]
    return subprocess.run(command, env={**os.environ, "TEST_BACKEND": backend}, check=False).returncode


def _chosen(arguments: list[str]) -> bool:
    return "-m" in arguments


def _once(backend: str) -> str:
    """What has run on SQLite and touches no database of the suite need not run again."""
    return "not anywhere" if backend == "postgres" else ""


def _answers() -> bool:
    import redis

    try:
        redis.Redis.from_url(environment.REDIS_URL, socket_connect_timeout=2).ping()
    except redis.RedisError:
        return False
    return postgres_answers()


if __name__ == "__main__":
    raise SystemExit(main())
