"""`python -m tests.hold [--postgres]`: what floods and slow clients cost, with each thing in front of the service.

Prints the workers' memory before, at the peak of and after each flood, and what another person meets beside slow
clients. Two workers; nothing is asserted here, the tests beside this do that.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import environment as environment  # isort: skip  # sets the secrets that tokens are minted with

import django

django.setup()

from tests.better_auth.databases import temporary_postgres  # noqa: E402 - Django must be set up first
from tests.better_auth.service import TodoService  # noqa: E402 - the same
from tests.hold import doors  # noqa: E402 - the same
from tests.hold.memory import watched  # noqa: E402 - the same
from tests.hold.requests import (  # noqa: E402 - the same
    IMPORT,
    LOGIN,
    another_person,
    ask,
    flood,
    request,
    slow_bodies,
    slow_readers,
)

FLOODS = {
    "800 log-ins of 248 KB, no token": (request("POST", "/api/auth/login", LOGIN), 800),
    "96 imports of 5 MB": (request("POST", "/api/tasks/import", IMPORT, sub="alice"), 96),
}
ROWS = json.dumps([{"title": "x", "description": "y" * 9_000}] * 450).encode()
ROUNDS = 50


@contextmanager
def _service(postgres: bool, directory: Path) -> Iterator[TodoService]:
    variables = {"BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"], "WEB_WORKERS": "2"}
    if postgres:
        with temporary_postgres() as url, TodoService(url, variables) as service:
            yield service
    else:
        with TodoService(f"sqlite:///{directory / 'db.sqlite3'}", variables) as service:
            yield service


def _floods(name: str, postgres: bool) -> None:
    for flooded, (sent, times) in FLOODS.items():
        with tempfile.TemporaryDirectory() as place, _service(postgres, Path(place)) as service:
            with doors.door(name, service.url, Path(place)) as door:
                another_person(door, rounds=10)
                with watched(service.pid) as memory:
                    statuses = flood(door, sent, times)
            print(f"{name:18} {flooded:32} {dict(statuses)}  {memory}", flush=True)


def _slow(name: str, postgres: bool) -> None:
    with (
        tempfile.TemporaryDirectory() as place,
        _service(postgres, Path(place)) as service,
        doors.door(name, service.url, Path(place)) as door,
    ):
        print(f"{name:18} beside nobody           {another_person(door, ROUNDS)}", flush=True)
        with slow_bodies(door, 64):
            print(f"{name:18} beside 64 slow bodies   {another_person(door, ROUNDS)}", flush=True)
        for _ in range(2):
            ask(door, request("POST", "/api/tasks/import", ROWS, sub="alice"))
        with slow_readers(door, 64, "/api/tasks/export?format=json", "alice"):
            print(f"{name:18} beside 64 slow readers  {another_person(door, ROUNDS)}", flush=True)


def main() -> None:
    """Everything, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL database of its own, not on SQLite")
    parser.add_argument("--only", choices=("floods", "slow"))
    parser.add_argument("--door", choices=doors.NAMES, action="append")
    options = parser.parse_args()
    for name in options.door or doors.NAMES:
        if options.only != "slow":
            _floods(name, options.postgres)
        if options.only != "floods":
            _slow(name, options.postgres)


if __name__ == "__main__":
    main()
