"""Every step leaves an audit event: who, from where, what; never a password or a token."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from authbridge.accounts.models import User
from authbridge.auditlog.models import AuthEvent
from tests.authbridge.accounts.person import PASSWORD, Person, bearing
from tests.authbridge.accounts.test_password_reset import NEW, ask, confirm, mailed_link, token_of

WRONG = "Wr0ng horse, battery"


def kinds() -> list[tuple[str, str]]:
    """What the audit log holds, oldest first."""
    rows = AuthEvent.objects.exclude(kind="token_revoked").order_by("id")
    return [(row.kind, row.reason) for row in rows]


def walk(ann: Person) -> list[str]:
    """Every step once; the secrets that were used on the way."""
    used = [PASSWORD, WRONG, NEW, *ann.given["access_token"].split("."), ann.given["refresh_token"]]
    ann.log_in(WRONG)
    ann.client.post("/api/auth/login", {"email": "nobody@example.com", "password": WRONG})
    used.append(ann.log_in().json()["refresh_token"])
    used.append(ann.refresh(ann.given["refresh_token"]).json()["refresh_token"])
    ann.refresh("A" * 43)
    ask(ann)
    confirm(ann, "forged")
    used.append(token_of(mailed_link()))
    confirm(ann, used[-1])
    held = ann.log_in(NEW).json()
    ann.client.post("/api/auth/logout", {}, headers=bearing(held["access_token"]))
    return used


def test_every_step_is_there_with_who_and_where(ann: Person) -> None:
    walk(ann)
    assert kinds() == [
        ("registered", ""),
        ("login_failed", "wrong_password"),
        ("login_failed", "unknown_account"),
        ("logged_in", ""),
        ("refreshed", ""),
        ("refresh_refused", "invalid_token"),
        ("password_reset_asked", ""),
        ("password_reset_refused", "invalid_token"),
        ("password_reset", ""),
        ("logged_in", ""),
        ("logged_out", ""),
    ]
    events = AuthEvent.objects.exclude(kind="token_revoked")
    assert set(events.values_list("address", flat=True)) == {"127.0.0.1"}
    nobody = set(events.filter(user_id="").values_list("kind", flat=True))
    assert nobody == {"login_failed", "refresh_refused", "password_reset_refused"}


def test_reuse_and_limits_are_recorded(ann: Person) -> None:
    from tests.authbridge.accounts.test_refresh import later

    ann.refresh(ann.given["refresh_token"])
    with later(seconds=11):
        ann.refresh(ann.given["refresh_token"])
        for _ in range(6):
            ann.log_in(WRONG)
    assert ("refresh_reused", "session_ended") in kinds()
    assert kinds()[-1] == ("login_limited", "too_many_attempts")
    assert AuthEvent.objects.get(kind="refresh_reused").user_id == ann.id


def test_staff_log_ins_are_recorded(db: None) -> None:
    chief = User.objects.create_superuser("chief@example.com", PASSWORD)
    Client().post("/admin/login/", {"username": chief.email, "password": PASSWORD})
    assert [(row.kind, row.user_id, row.reason) for row in AuthEvent.objects.all()] == [
        ("logged_in", chief.pk, "admin")
    ]


def test_no_event_and_no_log_line_holds_a_secret(ann: Person, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        used = walk(ann)
    written = caplog.text + str([record.__dict__ for record in caplog.records if record.name != "django.db.backends"])
    stored = str(list(AuthEvent.objects.values()))
    assert "login_failed" in written
    for secret in used:
        # The first part of a token is its header, which says nothing of it.
        if secret != ann.given["access_token"].split(".")[0]:
            assert secret not in written
            assert secret not in stored
