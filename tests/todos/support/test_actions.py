"""What staff do: through the same functions as the API, with a trail."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from authbridge.accounts.models import EndReason, RefreshFamily, User
from authbridge.accounts.sessions import start_session
from authbridge.testing import bearer
from tests.conftest import Api
from tests.todos.support.conftest import ROLES, Staff
from todos.models import Owner, Task, TaskEvent

ACTIONS = ("complete", "reopen", "trash", "restore")


def _do(browser: Client, action: str, *tasks: int) -> int:
    answer = browser.post("/admin/todos/task/", {"action": action, "_selected_action": tasks}, follow=True)
    return answer.status_code


def _state(task: int) -> tuple[bool, bool, int]:
    found = Task.objects.get(id=task)
    return found.completed, found.deleted_at is not None, found.version


def test_each_action_goes_the_apis_way(sam: Client, task: int) -> None:
    for action, expected in zip(
        ACTIONS, [(True, False, 2), (False, False, 3), (False, True, 4), (False, False, 5)], strict=True
    ):
        assert _do(sam, action, task) == 200
        assert _state(task) == expected
    counts = Owner.objects.get(pk="alice")
    assert (counts.total, counts.completed, counts.trashed, counts.revision) == (1, 0, 0, 5)
    events = TaskEvent.objects.filter(task_id=task, actor_kind="staff").values_list("kind", flat=True)
    assert list(events) == ["completed", "reopened", "trashed", "restored"]
    assert LogEntry.objects.count() == 4


def test_a_task_that_is_not_in_the_trash_is_left_as_it_was(sam: Client, task: int) -> None:
    answer = sam.post("/admin/todos/task/", {"action": "restore", "_selected_action": [task]}, follow=True)

    assert "Left as it was" in answer.content.decode()
    assert _state(task) == (False, False, 1)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_act(staff: Staff, task: int, role: str) -> None:
    browser = staff(role)

    _do(browser, "complete", task)
    browser.post(f"/admin/todos/task/{task}/delete/", {"post": "yes"})

    assert _state(task)[0] is (role != "support_read")
    assert Task.objects.filter(id=task).exists()


def test_the_form_changes_what_was_changed(staff: Staff, task: int, alice: Api) -> None:
    form = {
        "title": "Buy oat milk", "description": "the private part", "priority": "3", "tags": "shop, home", "due_date": "2026-12-01",
        "due_time": "", "completed": "", "seen": str(TaskEvent.objects.latest("id").pk),
    }  # fmt: skip

    answer = staff("admin").post(f"/admin/todos/task/{task}/change/", form)

    assert answer.status_code == 302
    found = alice.get(f"/api/alice/tasks/{task}").json()
    assert (found["title"], found["priority"], found["tags"], found["due_date"]) == (
        "Buy oat milk", "high", ["shop", "home"], "2026-12-01",
    )  # fmt: skip
    assert alice.get(f"/api/alice/tasks/{task}/history").json()[0]["actor"] == "staff"


def test_the_form_refuses_what_the_api_refuses(sam: Client, task: int) -> None:
    seen = str(TaskEvent.objects.latest("id").pk)
    answer = sam.post(
        f"/admin/todos/task/{task}/change/",
        {"title": "x", "priority": "0", "due_time": "08:00", "tags": "a" * 51, "seen": seen},
    )

    assert answer.status_code == 200
    assert "A tag has 1 to 50 characters" in answer.content.decode()
    assert _state(task)[2] == 1


def test_the_export_is_harmless(sam: Client, alice: Api) -> None:
    made = alice.post("/api/alice/tasks", {"title": "=1+1|cmd \u202egpj"}).json()

    answer = sam.post("/admin/todos/task/", {"action": "export", "_selected_action": [made["id"]]})

    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[1][2] == "'=1+1|cmd gpj"


def test_ending_a_stolen_session_stops_its_tokens(sam: Client, nobody: Api) -> None:
    person = User.objects.create_user("ann@example.com", "correct-horse-battery-1")
    held = start_session(person, address="192.0.2.7", user_agent="curl")
    page = f"/admin/todos/person/{person.pk}"

    assert "192.0.2.7" in sam.get(f"{page}/change/").content.decode()
    answer = sam.post(f"{page}/act/", {"act": f"end:{held.session_id}", "reason": "T-1"}, follow=True)

    assert "Tokens issued until now are refused" in answer.content.decode()
    assert RefreshFamily.objects.get(pk=held.session_id).end_reason == EndReason.STAFF
    assert nobody.post("/api/auth/refresh", {"refresh_token": held.refresh_token}).status_code == 401


def test_ending_all_of_somebody_else(sam: Client, alice: Api, settings: object) -> None:
    answer = sam.post("/admin/todos/person/alice/act/", {"act": "end_all", "reason": "T-1"}, follow=True)

    assert "AUTHBRIDGE_REVOCATION is off" in answer.content.decode()


def test_ending_no_session_in_particular_changes_nothing(sam: Client, alice: Api) -> None:
    answer = sam.post("/admin/todos/person/alice/act/", {"act": "end", "reason": "T-1"}, follow=True)

    assert "Choose the session to end" in answer.content.decode()
    assert not LogEntry.objects.exists()


def test_only_writers_end_sessions(staff: Staff) -> None:
    browser = staff("support_read")

    for act in ("end_all", "end:x", "nonsense"):
        assert browser.post("/admin/todos/person/alice/act/", {"act": act, "reason": "T-1"}).status_code == 403


def test_a_person_is_found_by_email(sam: Client, nobody: Api, db: None) -> None:
    nobody.post(
        "/api/walter/tasks", {"title": "x"}, headers=bearer("walter", email="Walter@Example.com", name="Walter")
    )

    answer = sam.get("/admin/todos/person/?q=walter@example.com")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/admin/todos/person/walter/change/"
    assert "Walter" in sam.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("term", "said"),
    [("nobody@example.com", "Nobody is known by nobody@example.com"), ("<b>", "/admin/todos/person/_3Cb_3E/change/")],
)
def test_a_search_that_finds_nobody_says_what_to_do_next(sam: Client, term: str, said: str) -> None:
    shown = sam.get("/admin/todos/person/", {"q": term}).content.decode()

    assert said in shown
    assert "<b>" not in shown


def test_a_task_in_the_trash_is_restored_from_its_own_page(sam: Client, staff: Staff, task: int) -> None:
    page = f"/admin/todos/task/{task}/change/"
    assert "Restore from the trash" not in sam.get(page).content.decode()
    _do(sam, "trash", task)

    assert f'action="/admin/todos/task/?q={task}"' in sam.get(page).content.decode()
    shown = staff("support_read").get(page).content.decode()
    assert "This task is in the trash" in shown
    assert "Restore from the trash" not in shown
    sam.post(f"/admin/todos/task/?q={task}", {"action": "restore", "_selected_action": [task]})
    assert _state(task)[1] is False


def test_a_list_of_one_persons_tasks_leads_back_to_them(sam: Client, task: int) -> None:
    back = '<a href="/admin/todos/person/alice/change/"'

    assert back in sam.get("/admin/todos/task/?q=alice&place=trash").content.decode()
    assert back not in sam.get("/admin/todos/task/?place=trash").content.decode()


@pytest.mark.parametrize(
    ("term", "found"), [("alice", 1), ("alice milk", 1), ("alice MÍLK", 1), ("alice bread", 0), ("milk", 0), ("bob", 0)]
)
def test_tasks_are_searched_within_a_person(sam: Client, task: int, term: str, found: int) -> None:
    shown = sam.get("/admin/todos/task/", {"q": term}).content.decode()

    assert shown.count('class="field-title"') == found
