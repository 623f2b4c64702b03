"""With 200,000 tasks a page costs the queries that it costs with 200, and none of them walks a table."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.admin.conftest import Staff
from tests.admin.many import load
from tests.admin.test_pages import PAGES

ASKING = [
    "/admin/todos/task/?q=alice",
    "/admin/todos/task/?q=person-7 task",
    "/admin/todos/task/?place=trash",
    "/admin/todos/task/?completed__exact=1",
    "/admin/todos/task/?due=overdue",
    "/admin/todos/person/?q=person-7",
    "/admin/auditlog/authevent/?q=person-7",
    "/admin/auditlog/authevent/?kind=logged_in",
]

TABLES = ("todos_task", "todos_tasklist", "todos_taskevent", "auditlog_authevent")


def _queries(browser: Client, page: str) -> list[str]:
    browser.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(page).status_code == 200, page
    return [query["sql"] for query in queries]


def _walks(sql: str) -> bool:
    """Whether PostgreSQL reads a whole table of ours for it, whatever its size."""
    if not sql.lstrip().upper().startswith("SELECT") or not any(f'"{table}"' in sql for table in TABLES):
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    # A list without a filter reads backward along an index and stops at its page: no walk, and no Seq Scan.
    return any(f"Seq Scan on {table} " in plan for table in TABLES) and "Limit" not in plan


@pytest.mark.slow
def test_two_hundred_thousand_rows_cost_what_two_hundred_do(staff: Staff, task: int) -> None:
    browser = staff("admin")
    pages = [page.format(task=task) for page in PAGES] + ASKING

    load(tasks=200, people=20)
    few = {page: len(_queries(browser, page)) for page in pages}
    load(tasks=200_000, people=20_000, prefix="one-of-many")
    many = {page: _queries(browser, page) for page in pages}

    # One fewer on PostgreSQL where a list is so long that the planner's estimate stands for its count.
    saved = 1 if connection.vendor == "postgresql" else 0
    assert {page: len(many[page]) for page in pages if few[page] - len(many[page]) not in {0, saved}} == {}
    if connection.vendor == "postgresql":
        assert [(page, sql) for page, queries in many.items() for sql in queries if _walks(sql)] == []
