"""`python -m tests.todos.support.measure_pages [--tasks 5000000]`: what each page of the desk costs at that size, on PostgreSQL.

Prints a table of pages with their statements, the milliseconds of the first time, and the median of the times after
that, with the part of it that the database takes. No test asserts a time.
"""

from __future__ import annotations

import argparse
import os
import time
from statistics import median

from tests import environment as environment  # isort: skip  # sets the variables that Django's settings are read from

import django

from tests.better_auth.databases import temporary_postgres

TRIES = 5


def main() -> None:
    """Fill a database of its own, open every page, drop the database."""
    parser = argparse.ArgumentParser(prog="python -m tests.todos.support.measure_pages", description=__doc__)
    parser.add_argument("--tasks", type=int, default=5_000_000, help="how many (5000000); a hundred to a person")
    tasks = parser.parse_args().tasks
    with temporary_postgres() as url:
        os.environ |= {"DATABASE_URL": url, "DATABASE_STATEMENT_TIMEOUT_MS": "0", "LOG_LEVEL": "ERROR"}
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(f"Writing {tasks:,} tasks of {tasks // 100:,} people, their history and their trail …", flush=True)
        from tests.todos.support.many import load

        load(tasks, people=max(1, tasks // 100))
        _measure()


def _measure() -> None:
    from django.test import Client
    from django.test.utils import setup_test_environment

    from authbridge.accounts.models import User
    from tests.todos.support.test_at_size import pages
    from todos.models import Task

    setup_test_environment()
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@example.com", "correct-horse-battery-1"))
    task = Task.objects.order_by("id").values_list("id", flat=True)[0]
    found = pages(browser, task)  # opens every list once: what follows is warm but for the page itself
    print("| page | statements | first, ms | median, ms | of that the database |\n|---|---:|---:|---:|---:|")
    for page, where in found.items():
        (statements, first, _), *again = (_open(browser, where) for _ in range(1 + TRIES))
        whole, database = median(cost[1] for cost in again), median(cost[2] for cost in again)
        print(f"| `{page}` | {statements} | {first:.0f} | {whole:.0f} | {database:.0f} |", flush=True)


def _open(browser: object, page: str) -> tuple[int, float, float]:
    """Statements, milliseconds, and those of them that the database took."""
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from todos.support import dashboard

    cache.delete(dashboard.KEY)  # the figures of the landing page are kept for a minute
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(page)  # type: ignore[attr-defined]  # Django's client, imported only after the set-up
    taken = time.perf_counter() - started
    if answer.status_code != 200:
        raise SystemExit(f"{page} answered {answer.status_code}")
    return len(queries), taken * 1000, sum(float(query["time"]) for query in queries) * 1000


if __name__ == "__main__":
    main()
