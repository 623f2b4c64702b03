"""Who may open and post to what: every view and every action of the admin, asked of the admin itself.

`matrix.txt` has a row for each view and each action. One that is new and has no row fails here, and so does a row
without a view. A failure prints the rows as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from authbridge.accounts.models import LoginAttempts, User
from authbridge.accounts.sessions import families
from authbridge.auditlog.models import AuthEvent
from tests.todos.support.conftest import PASSWORD, ROLES, Staff
from tests.todos.support.site import address, patterns
from todos.models import Task
from todos.support.people import acts

TABLE = Path(__file__).with_name("matrix.txt")
COLUMNS = ("anonymous", "user", "no_role", *ROLES)
Objects = dict[str, object]


@pytest.fixture
def people(staff: Staff) -> dict[str, User | None]:
    """Somebody for each column."""
    for role in ("no_role", *ROLES):
        staff(role)
    found = {role: User.objects.get(email=f"{role}@example.com") for role in ("no_role", *ROLES)}
    return {"anonymous": None, "user": User.objects.create_user("user@example.com", PASSWORD), **found}


@pytest.fixture
def objects(people: dict[str, User | None], task: int) -> Objects:
    """One of everything that has pages; what is asked for is done to nobody whose column it is."""
    ann = User.objects.create_user("ann@example.com", PASSWORD, name="Ann")
    entry = LogEntry.objects.log_actions(str(ann.pk), Task.objects.all(), CHANGE, single_object=True)
    lock = LoginAttempts(account="x", address="192.0.2.1", failures=1, window_ends_at=timezone.now())
    lock.save()
    return {
        "auth_user": ann.pk, "auth_group": Group.objects.get(name="support_read").pk,
        "todos_task": task, "todos_person": "alice", "admin_logentry": entry.pk,
        "auditlog_authevent": AuthEvent.objects.create(at=timezone.now(), kind="logged_in").pk,
        "accounts_user": ann.pk, "accounts_loginattempts": lock.pk,
        "accounts_refreshfamily": families.start(ann, address="192.0.2.1", user_agent="curl").session_id,
        "otp_totp_totpdevice": TOTPDevice.objects.create(user=ann, name="phone", confirmed=False).pk,
    }  # fmt: skip


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_view(people: dict[str, User | None], objects: Objects, method: str) -> None:
    found = {name: " ".join(_asked(name, method, people, objects)) for name in patterns()}

    assert found == dict(_rows(method)), "\n".join(f"{method} {name:36} {row}" for name, row in found.items())


def _asked(name: str, method: str, people: dict[str, User | None], objects: Objects) -> Iterator[str]:
    where = address(name, objects)
    for person in people.values():
        browser = Client()
        if person is not None:
            browser.force_login(person)
        answer = getattr(browser, method)(where)
        to_login = answer.headers.get("Location", "").startswith("/admin/login/")
        yield "login" if to_login and name != "logout" else str(answer.status_code)


def test_every_action(people: dict[str, User | None]) -> None:
    found = {}
    for model, page in admin.site._registry.items():
        offered = {role: _actions(page, person) for role, person in people.items() if person is not None}
        named = {action.__name__ if callable(action) else action for action in page.actions or ()}
        for action in sorted(named.union(*offered.values())):
            can = [("yes" if action in offered.get(role, ()) else "no") for role in COLUMNS]
            found[f"{model._meta.label_lower}.{action}"] = " ".join(can)

    assert found == dict(_rows("action")), "\n".join(f"action {name:36} {row}" for name, row in found.items())


@pytest.mark.parametrize("act", acts.ACTS)
def test_every_act_on_a_person(people: dict[str, User | None], objects: Objects, act: str) -> None:
    """`act` in the table: whether it is taken, 302, or refused."""
    found = []
    for person in people.values():
        browser = Client()
        if person is not None:
            browser.force_login(person)
        answer = browser.post("/admin/todos/person/alice/act/", {"act": act, "reason": "T-1", "note": "x"})
        to_login = answer.headers.get("Location", "").startswith("/admin/login/")
        found.append("login" if to_login else str(answer.status_code))

    assert " ".join(found) == dict(_rows("act"))[act], f"act {act:40} {' '.join(found)}"


def _actions(page: admin.ModelAdmin, person: User) -> set[str]:  # type: ignore[type-arg]  # of any model
    request = RequestFactory().get("/admin/")
    request.user = person
    return set(page.get_actions(request)) if page.has_view_permission(request) else set()


def _rows(sort: str) -> Iterator[tuple[str, str]]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        kind, name, *cells = line.split()
        if kind == sort and not (kind == "#" and name != "who"):
            yield name, " ".join(cells)


def test_the_columns_are_the_roles() -> None:
    assert dict(_rows("#")) == {"who": " ".join(COLUMNS)}
