"""`python -m tests.fuzz [--minutes 10] [--postgres]`: try the whole API with made-up requests for a while."""

from __future__ import annotations

import argparse
import os
import secrets
import tempfile
from contextlib import ExitStack

from tests import environment  # isort: skip  # sets the variables that Django's settings are read from

import django


def main() -> int:
    """Serve an empty database and fuzz it; 0 only if nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="how long (10)")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL and Redis instead of SQLite")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="to see a finding again")
    given = parser.parse_args()
    django.setup()
    from tests.better_auth.databases import temporary_postgres
    from tests.better_auth.service import TodoService
    from tests.fuzz.running import fuzz

    with ExitStack() as stack:
        variables = {"BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"]}
        if given.postgres:
            url = stack.enter_context(temporary_postgres())
            variables["CACHE_URL"] = environment.REDIS_URL
        else:
            url = f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/fuzz.sqlite3"
        service = stack.enter_context(TodoService(url, variables))
        print(f"Fuzzing {service.url} for {given.minutes:g} minutes, seed {given.seed}", flush=True)
        budget = (f"--max-time={given.minutes * 60:.0f}", "--max-examples=100000", f"--seed={given.seed}")
        return fuzz(service, *budget).returncode


if __name__ == "__main__":
    raise SystemExit(main())
