"""`python -m tests.admin.measure_pages [--tasks 5000000]`: what each page of the desk costs at that size, on PostgreSQL.

Prints a table of pages with the median of their seconds, and their statements. No test asserts a time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time

from tests import environment as environment  # isort: skip  # sets the variables that Django's settings are read from

import django

from tests.better_auth.databases import temporary_postgres

TRIES = 5


def main() -> None:
    """Fill a database of its own, open every page, drop the database."""
    parser = argparse.ArgumentParser(prog="python -m tests.admin.measure_pages", description=__doc__)
    parser.add_argument("--tasks", type=int, default=5_000_000, help="how many (5000000); a hundred to a person")
    tasks = parser.parse_args().tasks
    with temporary_postgres() as url:
        os.environ |= {"DATABASE_URL": url, "DATABASE_STATEMENT_TIMEOUT_MS": "0", "LOG_LEVEL": "ERROR"}
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(f"Writing {tasks:,} tasks of {tasks // 100:,} people, and as many events of the trail …", flush=True)
        from tests.admin.many import load

        load(tasks, people=max(1, tasks // 100))
        _measure()


def _measure() -> None:
    from django.contrib.auth.models import Group
    from django.test import Client

    from authbridge.accounts.models import User
    from tests.admin.test_at_size import ASKING
    from tests.admin.test_pages import PAGES
    from todos.models import Task

    staff = User.objects.create_user("admin@example.com", "correct-horse-battery-1", name="Ada", is_staff=True)
    staff.groups.add(Group.objects.get(name="admin"))
    browser = Client()
    browser.force_login(staff)
    task = Task.objects.order_by("id").values_list("id", flat=True)[0]
    print("| page | statements | median s |\n|---|---|---|")
    for pattern in [*PAGES, *ASKING]:
        page = pattern.format(task=task).replace("alice", "person-7")
        seconds, statements = [], 0
        for _ in range(TRIES):
            statements, taken = _open(browser, page)
            seconds.append(taken)
        print(f"| `{page}` | {statements} | {statistics.median(seconds):.3f} |", flush=True)


def _open(browser: object, page: str) -> tuple[int, float]:
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cache.clear()  # the figures of the landing page are kept for a minute
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(page)  # type: ignore[attr-defined]  # Django's client, imported only after the set-up
    if answer.status_code != 200:
        raise SystemExit(f"{page} answered {answer.status_code}")
    return len(queries), time.perf_counter() - started


if __name__ == "__main__":
    main()
