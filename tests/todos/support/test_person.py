"""One page for a person: what it shows, what is done on it, why, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from authbridge.accounts.models import LoginAttempts, User
from authbridge.auditlog.models import AuthEvent
from authbridge.testing import bearer
from tests.conftest import Api
from tests.todos.support.conftest import Staff
from todos.models import Seen, Task
from todos.support.models import Note

PAGE = "/admin/todos/person/alice/change/"
ACT = "/admin/todos/person/alice/act/"


@pytest.fixture
def lost(alice: Api) -> list[int]:
    """Three tasks of alice's, in the trash."""
    made = [
        alice.post("/api/alice/tasks", {"title": f"Lost {n}", "description": "private"}).json()["id"] for n in range(3)
    ]
    for number in made:
        alice.delete(f"/api/alice/tasks/{number}")
    return made


@pytest.fixture
def locked(db: None) -> LoginAttempts:
    """Alice's log-in, locked from one address."""
    Seen.objects.create(user_id="alice", email="alice@example.com", name="Alice", at=timezone.now())
    ends = timezone.now() + timedelta(hours=1)
    return LoginAttempts.objects.create(
        account="alice@example.com", address="192.0.2.1", failures=99, window_ends_at=ends
    )


def _do(browser: Client, act: str, reason: str = "T-4711", **fields: str) -> str:
    return browser.post(ACT, {"act": act, "reason": reason, **fields}, follow=True).content.decode()


def _in_trash() -> int:
    return Task.objects.of("alice").trashed().count()


def test_the_whole_trash_is_restored_and_taken_back(sam: Client, lost: list[int]) -> None:
    shown = _do(sam, "restore_all")
    assert "Restored 3 tasks." in shown
    assert "Undo: 3 restored" in shown
    assert _in_trash() == 0

    assert "3 tasks back in the trash." in _do(sam, "undo")
    assert _in_trash() == 3
    said = LogEntry.objects.values_list("change_message", flat=True)
    assert {"Restored. Why: T-4711", "Moved back to the trash. Why: T-4711"} == set(said)


def test_one_task_is_restored(sam: Client, lost: list[int]) -> None:
    assert "Restored 1 task." in _do(sam, f"restore:{lost[1]}")

    assert list(Task.objects.of("alice").live().values_list("pk", flat=True)) == [lost[1]]


def test_a_task_of_somebody_else_is_not(sam: Client, bob: Api, lost: list[int]) -> None:
    number = bob.post("/api/bob/tasks", {"title": "x"}).json()["id"]
    bob.delete(f"/api/bob/tasks/{number}")

    for what in (str(number), "", "x", "²", "9" * 30):
        assert "There is nothing in the trash to restore." in _do(sam, f"restore:{what}")
    assert Task.objects.get(pk=number).deleted_at is not None


def test_nothing_is_done_without_a_reason(sam: Client, lost: list[int], locked: LoginAttempts) -> None:
    for act in ("restore_all", "unlock", "end_all"):
        assert "Say why" in _do(sam, act, reason=" \0 ")

    assert _in_trash() == 3
    assert LoginAttempts.objects.exists()
    assert not LogEntry.objects.exists()


def test_the_reason_stays_filled_in_for_that_person_alone(sam: Client, lost: list[int]) -> None:
    assert 'value="T-4711 &lt;b&gt;"' in _do(sam, "restore_all", reason="T-4711 <b>")

    assert "T-4711" not in sam.get("/admin/todos/person/bob/change/").content.decode()


def test_a_lock_stands_on_the_page_and_is_lifted_there(sam: Client, locked: LoginAttempts) -> None:
    shown = sam.get(PAGE).content.decode()
    assert "log-in locked" in shown
    assert "after 99 tries from 192.0.2.1" in shown

    assert "The log-in is unlocked" in _do(sam, "unlock")

    assert not LoginAttempts.objects.exists()
    event = AuthEvent.objects.get(kind="lock_lifted")
    assert (event.user_id, event.actor) == ("alice", User.objects.get(email="support_write@example.com").pk)
    assert "lock lifted" in sam.get(f"{PAGE}?show=access").content.decode()
    assert "log-in locked" not in sam.get(PAGE).content.decode()


def test_a_lock_that_is_deleted_in_its_list_is_in_the_trail_too(sam: Client, locked: LoginAttempts) -> None:
    sam.post(f"/admin/accounts/loginattempts/{locked.pk}/delete/", {"post": "yes"})

    assert AuthEvent.objects.filter(kind="lock_lifted", detail__account="alice@example.com").count() == 1


def test_a_note_has_an_author_and_is_never_lost_beside_another_button(staff: Staff, lost: list[int]) -> None:
    sam = staff("support_write")
    _do(sam, "note", note="Called <b>her</b>")
    _do(sam, "restore_all", note="Restored while she waited")

    assert list(Note.objects.order_by("id").values_list("author", "ticket", "text")) == [
        ("support_write@example.com", "T-4711", "Called <b>her</b>"),
        ("support_write@example.com", "T-4711", "Restored while she waited"),
    ]
    shown = staff("support_read").get(PAGE).content.decode()
    assert "Called &lt;b&gt;her&lt;/b&gt;" in shown
    assert "Add the note" not in shown


@pytest.mark.parametrize(
    ("note", "said"), [("", "The note is empty"), ("x" * 2001, "at most 2000 characters, this one 2001")]
)
def test_a_note_that_cannot_be_is_refused(sam: Client, note: str, said: str) -> None:
    assert said in _do(sam, "note", note=note)
    assert not Note.objects.exists()


@pytest.mark.parametrize("show", ["", "access", "tasks", "staff", "nonsense"])
def test_the_timeline_tells_from_all_sources(sam: Client, lost: list[int], locked: LoginAttempts, show: str) -> None:
    _do(sam, "restore_all")
    _do(sam, "unlock")

    found = sam.get(PAGE, {"show": show})

    sorts = {entry.sort for entry in found.context["timeline"]}
    assert sorts == {"": {"access", "tasks", "staff"}, "nonsense": set()}.get(show, {show})
    moments = [entry.at for entry in found.context["timeline"]]
    assert moments == sorted(moments, reverse=True)


def test_the_timeline_shows_what_the_role_may_read(staff: Staff, alice: Api, lost: list[int]) -> None:
    shown = staff("support_write").get(PAGE, {"show": "tasks"}).content.decode()
    assert "title: – → Lost 1" in shown
    assert "private" not in shown
    assert "private" in staff("admin").get(PAGE, {"show": "tasks"}).content.decode()


def test_better_auths_tables_out_of_reach_are_said(
    sam: Client, alice: Api, task: int, better_auth: Callable[[str, int], None]
) -> None:
    assert "out of reach" not in sam.get(PAGE).content.decode()


def test_and_in_reach_are_not(sam: Client, task: int) -> None:
    assert "Better Auth&#x27;s tables are out of reach" in sam.get(PAGE).content.decode().replace("'", "&#x27;")


@pytest.fixture
def people(nobody: Api, sam: Client) -> None:
    """Three people who have written a task each, and a local account that has not."""
    for user_id, email, name in (
        ("walter", "Walter@Example.com", "Walter Ito"),
        ("wanda", "wanda@example.com", "Wändä Ito"),
        ("500", "number@example.com", "Nora"),
    ):
        nobody.post("/api/tasks", {"title": f"of {name}"}, headers=bearer(user_id, email=email, name=name))
    User.objects.create_user("ann@example.com", "correct-horse-battery-1", name="Ann", id="ann-1")


@pytest.mark.parametrize(
    ("term", "whose"),
    [
        ("walter@example.com", ["walter"]), ("WALTER@", ["walter"]), ("wa", ["walter", "wanda"]), ("walter ito", ["walter"]),
        ("wanda", ["wanda"]), ("Wandä", ["wanda"]), ("ann@", ["ann-1"]), ("ann-1", ["ann-1"]), ("500", ["500"]), ("ito", []),
        ("w", []), ("%", []), ("", []), ("w_nda", []),
    ],
)  # fmt: skip
def test_the_search_of_every_page(sam: Client, people: None, term: str, whose: list[str]) -> None:
    answer = sam.get("/admin/find/", {"q": term})

    if len(whose) == 1:
        assert answer.headers["Location"] == f"/admin/todos/person/{whose[0]}/change/"
    else:
        assert [row[0] for row in answer.context["found"]] == whose


def test_a_tasks_number_leads_to_its_person(sam: Client, people: None) -> None:
    task = Task.objects.get(user_id="walter")

    shown = sam.get("/admin/find/", {"q": str(task.pk)}, follow=True)

    assert shown.redirect_chain == [("/admin/todos/person/walter/change/", 302)]
    assert f"Task {task.pk} is this person" in shown.content.decode()


def test_the_search_stands_on_every_page(sam: Client, task: int) -> None:
    for page in (
        "/admin/",
        "/admin/todos/task/",
        f"/admin/todos/task/{task}/change/",
        PAGE,
        "/admin/find/",
        "/admin/password_change/",
    ):
        assert 'id="desk-q"' in sam.get(page).content.decode(), page


def test_who_may_not_look_at_people_finds_nobody(staff: Staff) -> None:
    assert staff("none").get("/admin/find/", {"q": "alice"}).status_code == 403
