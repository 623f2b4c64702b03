"""`manage.py demo` leaves something to see on every page of the desk, and can be run again."""

from __future__ import annotations

import io
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from authbridge.accounts.models import LoginAttempts, RefreshFamily, User
from authbridge.auditlog.models import AuthEvent
from todos.models import Owner, Task, TaskEvent
from todos.support import dashboard
from todos.support.roles import GROUPS

LOGIN = re.compile(r"^  (\S+@\S+)\s+(\S+)$", re.MULTILINE)


def _run(people: int = 12) -> tuple[str, dict[str, str]]:
    printed = io.StringIO()
    call_command("demo", people=people, stdout=printed)
    return printed.getvalue(), dict(LOGIN.findall(printed.getvalue()))


@pytest.mark.usefixtures("staff")  # the groups
def test_there_is_something_on_every_page() -> None:
    said, logins = _run()

    assert "10 of 12 people" in said
    assert "12 of 12 people" in said
    assert sorted(User.objects.filter(is_staff=True).values_list("role", flat=True)) == ["admin", "support", "support"]
    found = dashboard.figures()
    assert min(found.active_people, found.failed_logins, found.refused, found.locks) > 0
    assert sum(created for _, created, _ in found.days) > sum(completed for _, _, completed in found.days) > 0
    assert LogEntry.objects.count() >= 6
    assert set(TaskEvent.objects.values_list("actor_kind", flat=True)) == {"user", "staff"}
    assert {"logged_in", "login_failed", "token_rejected", "token_revoked"} <= set(
        AuthEvent.objects.values_list("kind", flat=True)
    )
    assert Task.objects.trashed().exists()
    assert RefreshFamily.objects.filter(ended_at=None).exists()
    assert len(logins) == len(GROUPS)
    for email, password in logins.items():
        browser = Client()
        browser.post("/admin/login/", {"username": email, "password": password})
        assert browser.get("/admin/").status_code == 200, email


@pytest.mark.usefixtures("staff")
def test_it_can_be_run_again() -> None:
    _, before = _run()
    rows = _rows()

    said, after = _run()

    assert "12 of them were there already" in said
    assert _rows() == rows
    assert before.keys() == after.keys()
    assert not set(before.values()) & set(after.values())
    _run(people=14)
    assert Owner.objects.count() == rows["Owner"] + 2


def _rows() -> dict[str, int]:
    models = (Owner, Task, TaskEvent, AuthEvent, LoginAttempts, RefreshFamily, User, LogEntry)
    return {model.__name__: model.objects.count() for model in models}


def test_it_is_not_for_a_deployment(settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"BASE_URL": "https://app.example.com"}
    with pytest.raises(CommandError, match="looks like a deployment"):
        call_command("demo", people=1)
