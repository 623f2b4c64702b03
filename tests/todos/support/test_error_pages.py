"""Where the desk has no page, whoever looks at it reads a page, and a client of the API a problem document."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.conftest import Api
from tests.todos.support.conftest import PASSWORD, Staff


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/admin/auth/group/", 403, "Your role does not allow this"),
        ("/admin/nowhere/", 404, "There is nothing at this address"),
        ("/admin/todos/person/alice/act/", 405, "only takes what a button"),
        ("/admin/todos/task/?description__startswith=x", 400, "does not understand this address"),
    ],
)
def test_a_refusal_of_the_desk_is_a_page(sam: Client, path: str, status: int, said: str) -> None:
    answer = sam.get(path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert said in answer.content.decode()
    assert answer.headers["X-Request-ID"] in answer.content.decode()


def test_a_stale_form_is_explained(staff: Staff, task: int) -> None:
    staff("support_write")
    browser = Client(enforce_csrf_checks=True)
    browser.post("/admin/login/", {"username": "support_write@example.com", "password": PASSWORD})

    answer = browser.post("/admin/todos/task/", {"action": "complete"})

    assert answer.status_code == 403
    assert "it was open for too long" in answer.content.decode()


def test_a_fault_of_ours_is_a_page(sam: Client, task: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise ZeroDivisionError("the secret of the stack")

    monkeypatch.setattr("todos.support.people.person_page.gather", fail)
    sam.raise_request_exception = False

    answer = sam.get("/admin/todos/person/alice/change/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert "written to the log" in answer.content.decode()
    assert "secret" not in answer.content.decode()


def test_the_api_answers_problems_as_before(alice: Api, nobody: Api) -> None:
    for answer in (nobody.get("/api/nowhere"), nobody.get("/nowhere")):
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_a_log_in_never_leads_elsewhere_nor_nowhere(staff: Staff, target: str) -> None:
    staff("support_write")
    form = {"username": "support_write@example.com", "password": PASSWORD, "next": target}

    answer = Client().post("/admin/login/", form)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
