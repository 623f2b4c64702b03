"""With 200,000 tasks a page costs the queries that it costs with 200, and each of them reads a bounded number of rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.todos.support.conftest import Staff
from tests.todos.support.many import load
from tests.todos.support.site import ways_to_list
from todos.support import dashboard
from todos.support.changelist import MOST_LISTED

FINDS = ("/admin/find/?q=person-1", "/admin/find/?q=nobody", "/admin/find/?q=nobody@example.com")
PERSON = "/admin/todos/person/person-7/change/"
PERSON_BY = [f"{PERSON}?show={sort}" for sort in ("access", "tasks", "staff")]
TOGETHER = [
    "/admin/todos/task/?completed__exact=1&priority__exact=3&due=today&place=trash&o=2",
    "/admin/todos/task/?q=person-7&completed__exact=1&place=trash&o=2",
    "/admin/auditlog/authevent/?kind=refresh_reused&at__gte=2026-01-01+00%3A00%3A00%2B00%3A00",
    "/admin/auditlog/authevent/?kind=login_failed&q=person-7",
]
EXPORTS = {"/admin/todos/task/?q=person-7": "export", "/admin/auditlog/authevent/?kind=login_failed": "export"}
MOST_READ = MOST_LISTED + 2 * 50  # what may be counted, and what belongs to the rows of a page
# These grow with the product. The others are of staff, or of the last minutes.
GROWING = ("todos_task", "todos_owner", "todos_taskevent", "todos_seen", "auditlog_authevent", "accounts_user")


def pages(browser: Client, task: int) -> dict[str, str]:
    """Every page of the desk that lists or shows what people have, in every way that it can be asked for."""
    of_a_task = [f"/admin/todos/task/{task}/{view}/" for view in ("change", "history")]
    return {page: page for page in ("/admin/", PERSON, *PERSON_BY, *FINDS, *of_a_task, *TOGETHER)} | ways_to_list(
        browser
    )


def _queries(browser: Client, page: str) -> list[str]:
    cache.delete(dashboard.KEY)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(page).status_code == 200, page
    return [query["sql"] for query in queries]


def _exports(browser: Client, page: str, action: str) -> list[str]:
    chosen = {"action": action, "select_across": "1", "_selected_action": ["0"]}
    with CaptureQueriesContext(connection) as queries:
        assert browser.post(page, chosen).headers["Content-Type"].startswith("text/csv"), page
    return [query["sql"] for query in queries]


def _all(browser: Client, task: int) -> Iterator[tuple[str, list[str]]]:
    browser.get("/admin/")  # counts the days that are over
    for page, where in pages(browser, task).items():
        yield page, _queries(browser, where)
    for page, action in EXPORTS.items():
        yield f"export of {page}", _exports(browser, page, action)


def _reads(sql: str) -> tuple[int, set[str]]:
    """How many rows PostgreSQL looks at for a statement, and the tables that it reads from the first row on."""
    if not sql.startswith("SELECT") or ' FROM "user" u ' in sql:  # Better Auth's table, which is not there
        return 0, set()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        found = cursor.fetchone()[0]
    nodes = list(_nodes((found if isinstance(found, list) else json.loads(found))[0]["Plan"]))
    scans = [node for node in nodes if "Relation Name" in node]
    rows = sum((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"] for node in scans)
    return rows, {node["Relation Name"] for node in scans if node["Node Type"] == "Seq Scan"}.intersection(GROWING)


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for below in plan.get("Plans", []) for node in _nodes(below))]


@pytest.mark.slow
@time_machine.travel(datetime.now(UTC), tick=False)  # a session is written anew when minutes have passed
def test_two_hundred_thousand_rows_cost_what_two_hundred_do(staff: Staff, task: int) -> None:
    browser = staff("superuser")
    load(tasks=200, people=20)
    dict(_all(browser, task))  # what is asked once in the life of a process
    few = {page: len(queries) for page, queries in _all(browser, task)}

    load(tasks=200_000, people=20_000, prefix="one-of-many")
    many = dict(_all(browser, task))

    # One fewer where a list is so long that the planner's estimate stands for its count.
    saved = 1 if connection.vendor == "postgresql" else 0
    assert few.keys() == many.keys()
    assert {
        page: len(many[page]) - cost for page, cost in few.items() if cost - len(many[page]) not in {0, saved}
    } == {}
    if connection.vendor == "postgresql":
        asked = {sql: page for page, queries in many.items() for sql in queries}
        cost = {(page, sql): _reads(sql) for sql, page in asked.items()}
        assert {where: found for where, found in cost.items() if found[0] > MOST_READ or found[1]} == {}
