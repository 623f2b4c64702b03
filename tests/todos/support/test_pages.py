"""Every page of the desk opens, for whom it should, at a bounded number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from authbridge.accounts.models import User
from tests.conftest import Api
from tests.todos.support.conftest import ROLES, Staff
from todos.actor import SYSTEM
from todos.tasks.create import create

PAGES = {
    "/admin/": 200,
    "/admin/todos/task/": 200,
    "/admin/todos/task/{task}/change/": 200,
    "/admin/todos/task/{task}/history/": 200,
    "/admin/todos/person/": 200,
    "/admin/todos/person/alice/change/": 200,
    "/admin/auditlog/authevent/": 200,
    "/admin/accounts/loginattempts/": 200,
    "/admin/accounts/refreshfamily/": 200,
}


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_every_page_of_the_desk(staff: Staff, task: int, role: str) -> None:
    browser = staff(role)

    assert {page: browser.get(page.format(task=task)).status_code for page in PAGES} == PAGES


def test_staff_without_a_role_see_nothing_of_people(staff: Staff, task: int) -> None:
    browser = staff("none")

    assert browser.get("/admin/").status_code == 200
    refused = [page for page in PAGES if page != "/admin/"]
    assert {browser.get(page.format(task=task)).status_code for page in refused} == {403}


def test_nobody_else_enters(client: Client, task: int) -> None:
    client.force_login(User.objects.create_user("person@example.com", "correct-horse-battery-1"))

    for page in PAGES:
        assert client.get(page.format(task=task)).status_code == 302


def test_pages_cost_the_same_however_many_tasks_there_are(staff: Staff, task: int) -> None:
    browser = staff("admin")
    pages = [page.format(task=task) for page in PAGES] + [
        "/admin/todos/task/?q=alice",
        "/admin/todos/task/?place=trash",
    ]

    def costs() -> dict[str, int]:
        found = {}
        for page in pages:
            browser.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(page).status_code == 200
            found[page] = len(queries)
        return found

    few = costs()
    for number in range(200):
        create(f"person-{number % 20}", {"title": f"Task {number}"}, SYSTEM)
        create("alice", {"title": f"Task {number}"}, SYSTEM)

    assert costs() == few
    assert max(few.values()) <= 26


def test_descriptions_are_for_those_who_may_read_them(staff: Staff, task: int) -> None:
    page = f"/admin/todos/task/{task}/change/"

    assert "the private part" not in staff("support_write").get(page).content.decode()
    assert "the private part" in staff("admin").get(page).content.decode()


def test_hostile_content_is_shown_harmlessly(staff: Staff, alice: Api) -> None:
    hostile = "<script>alert(1)</script>\u202e gnp.exe"
    made = alice.post("/api/alice/tasks", {"title": hostile, "description": "x" * 10_000}).json()
    browser = staff("admin")

    for page in ("/admin/todos/task/", f"/admin/todos/task/{made['id']}/change/", "/admin/todos/person/alice/change/"):
        shown = browser.get(page).content.decode()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_no_page_shows_a_secret(staff: Staff, alice: Api, task: int) -> None:
    browser = staff("admin")
    person = User.objects.get(email="admin@example.com")

    for page in [*PAGES, f"/admin/accounts/user/{person.pk}/change/", "/admin/accounts/user/"]:
        shown = browser.get(page.format(task=task)).content.decode()
        assert person.password not in shown
        assert "eyJ" not in shown
