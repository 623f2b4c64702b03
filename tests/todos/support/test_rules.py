"""Who remains able to administer, what staff did, and what the history and the trail tell."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from authbridge.accounts.models import LoginAttempts, User
from authbridge.auditlog.models import AuthEvent
from tests.conftest import Api
from tests.todos.support.conftest import PASSWORD, Staff
from todos.support.access.account_admin import LAST

USERS = "/admin/accounts/user/"


def _form(person: User, **changes: object) -> dict[str, object]:
    admin = Group.objects.get(name="admin")
    whole = {
        "email": person.email, "name": person.name, "role": person.role, "is_active": "on", "is_staff": "on", "groups": [admin.pk],
    }  # fmt: skip
    return {name: value for name, value in (whole | changes).items() if value is not None}


@pytest.mark.parametrize("taken", [{"is_active": None}, {"is_staff": None}, {"groups": []}])
def test_the_last_administrator_stays_by_the_form(staff: Staff, taken: dict[str, object]) -> None:
    browser = staff("admin")
    person = User.objects.get(email="admin@example.com")
    page = f"{USERS}{person.pk}/change/"

    answer = browser.post(page, _form(person, **taken))

    assert answer.status_code == 200
    assert LAST in answer.content.decode()
    person.refresh_from_db()
    assert (person.is_active, person.is_staff, person.groups.count()) == (True, True, 1)


def test_with_another_one_an_administrator_may_go(staff: Staff) -> None:
    browser = staff("admin")
    other = User.objects.create_superuser("root@example.com", PASSWORD)
    person = User.objects.get(email="admin@example.com")

    assert browser.post(f"{USERS}{person.pk}/change/", _form(person, is_staff=None)).status_code == 302
    client = Client()
    client.force_login(other)
    assert LAST in client.post(f"{USERS}{other.pk}/delete/", {"post": "yes"}, follow=True).content.decode()
    assert User.objects.filter(pk=other.pk).exists()


def test_the_last_administrator_stays_by_deletion(staff: Staff) -> None:
    browser = staff("admin")
    person = User.objects.get(email="admin@example.com")
    bystander = User.objects.create_user("ann@example.com", PASSWORD)

    browser.post(f"{USERS}{person.pk}/delete/", {"post": "yes"})
    browser.post(
        USERS, {"action": "delete_selected", "_selected_action": [person.pk, bystander.pk], "post": "yes"}, follow=True
    )
    assert User.objects.filter(pk=person.pk).exists()

    browser.post(USERS, {"action": "delete_selected", "_selected_action": [bystander.pk], "post": "yes"}, follow=True)
    assert not User.objects.filter(pk=bystander.pk).exists()


def test_nobody_makes_themselves_a_superuser(staff: Staff) -> None:
    browser = staff("admin")
    person = User.objects.get(email="admin@example.com")
    root = User.objects.create_superuser("root@example.com", PASSWORD)

    browser.post(f"{USERS}{person.pk}/change/", _form(person, is_superuser="on"))

    person.refresh_from_db()
    assert not person.is_superuser
    assert browser.get(f"{USERS}{root.pk}/password/").status_code == 403
    assert browser.post(f"{USERS}{root.pk}/change/", _form(root, is_superuser=None)).status_code == 403


def test_the_history_says_what_happened(staff: Staff, alice: Api, task: int) -> None:
    alice.patch(f"/api/alice/tasks/{task}", {"title": "Buy <b>rye</b>", "description": "even more private"})
    writer = staff("support_write")
    writer.post("/admin/todos/task/", {"action": "trash", "_selected_action": [task]})
    page = f"/admin/todos/task/{task}/history/"

    shown = writer.get(page).content.decode()
    assert "Buy &lt;b&gt;rye&lt;/b&gt;" in shown
    assert "staff: support_write@example.com" in shown
    assert "Moved to the trash" in shown
    assert "private" not in shown
    assert "even more private" in staff("admin").get(page).content.decode()


def test_the_history_goes_back_page_by_page(sam: Client, alice: Api, task: int) -> None:
    for number in range(55):
        alice.patch(f"/api/alice/tasks/{task}", {"title": f"Title {number}."})

    newest = sam.get(f"/admin/todos/task/{task}/history/")
    older = sam.get(f"/admin/todos/task/{task}/history/?before={newest.context['older']}")

    assert "Title 54." in newest.content.decode()
    assert "Title 1." not in newest.content.decode()
    assert "Title 1." in older.content.decode()
    assert sam.get(f"/admin/todos/task/{task}/history/?before=²").status_code == 200


@pytest.fixture
def trail(db: None) -> None:
    """Two events, a day apart."""
    for kind, user_id, address, days in (
        ("login_failed", "walter", "192.0.2.1", 0),
        ("logged_in", "ann", "=cmd", 30),
    ):
        moment = timezone.now() - timedelta(days=days)
        AuthEvent.objects.create(at=moment, kind=kind, user_id=user_id, address=address)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "logged_in", "q": "ann"}, 1),
        ({"kind": "login_failed"}, 1),
        ({"q": "walter"}, 1),
        ({"q": "192.0.2.1"}, 1),
        ({"q": "nobody@example.com"}, 0),
        ({"at__gte": "2000-01-01 00:00:00+00:00", "at__lt": "2000-01-02 00:00:00+00:00"}, 0),
    ],
)
def test_the_trail_is_narrowed(sam: Client, trail: None, query: dict[str, str], found: int) -> None:
    shown = sam.get("/admin/auditlog/authevent/", query).content.decode()

    assert shown.count('class="field-at') == found


def test_the_trail_is_exported_harmlessly(sam: Client, trail: None) -> None:
    chosen = list(AuthEvent.objects.exclude(address="").values_list("pk", flat=True))

    answer = sam.post("/admin/auditlog/authevent/", {"action": "export", "_selected_action": chosen})

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["kind"], row["address"]) for row in rows] == [("login_failed", "192.0.2.1"), ("logged_in", "'=cmd")]


def test_what_staff_did_is_for_administrators_to_read(staff: Staff, task: int) -> None:
    writer, admin = staff("support_write"), staff("admin")
    writer.post("/admin/todos/task/", {"action": "complete", "_selected_action": [task]})
    page = "/admin/admin/logentry/"

    assert writer.get(page).status_code == 403
    shown = admin.get(page, {"q": "support_write@example.com"}).content.decode()
    assert "Completed" in shown
    entry = LogEntry.objects.get()
    assert admin.post(f"{page}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin.post(f"{page}{entry.pk}/change/", {"change_message": "nothing"}).status_code == 403
    assert LogEntry.objects.count() == 1


def test_a_lock_is_lifted_and_that_is_written_down(staff: Staff) -> None:
    row = LoginAttempts.objects.create(
        account="ann@example.com", address="192.0.2.1", failures=99, window_ends_at=timezone.now()
    )
    page = f"/admin/accounts/loginattempts/{row.pk}/delete/"

    assert staff("support_read").post(page, {"post": "yes"}).status_code == 403
    assert staff("support_write").post(page, {"post": "yes"}).status_code == 302

    assert not LoginAttempts.objects.exists()
    assert LogEntry.objects.get().action_flag == DELETION


def test_several_locks_are_lifted_at_once(staff: Staff) -> None:
    ends = timezone.now()
    for number in range(2):
        LoginAttempts.objects.create(
            account="ann@example.com", address=f"192.0.2.{number}", failures=9, window_ends_at=ends
        )
    chosen = {"action": "unlock", "_selected_action": list(LoginAttempts.objects.values_list("pk", flat=True))}

    staff("support_read").post("/admin/accounts/loginattempts/", chosen)
    assert LoginAttempts.objects.count() == 2
    staff("support_write").post("/admin/accounts/loginattempts/", chosen)

    assert not LoginAttempts.objects.exists()
    assert AuthEvent.objects.filter(kind="lock_lifted").count() == LogEntry.objects.count() == 2


@pytest.mark.parametrize("order", ["2", "-3", "2.3", "-5.1", "x", "99"])
def test_a_list_takes_no_order_that_it_does_not_offer(sam: Client, trail: None, order: str) -> None:
    page = sam.get("/admin/auditlog/authevent/", {"o": order}).context["cl"]

    offered = {"at", "-at", "id", "-id"}
    assert set(page.queryset.query.order_by) <= offered
