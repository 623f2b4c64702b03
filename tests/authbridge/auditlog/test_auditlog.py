"""Auth events: what is kept, what is bounded, and that nothing of a token is in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client

from authbridge import revocation, signals
from authbridge.auditlog import recording
from authbridge.auditlog.models import AppendOnlyError, AuthEvent, Kind
from authbridge.testing import bearer, mint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_budget() -> None:
    recording.budget.clear()


def refuse(token: str = "rubbish") -> None:
    Client(raise_request_exception=False).get("/api/tasks?secret=1", headers={"Authorization": f"Bearer {token}"})


def test_a_refusal_is_kept_with_its_reason_and_without_the_token() -> None:
    token = mint(secret="x" * 32)
    refuse(token)
    event = AuthEvent.objects.get()
    assert (event.kind, event.reason, event.user_id, event.address) == ("token_rejected", "signature", "", "127.0.0.1")
    assert event.detail["path"] == "/api/tasks"
    assert event.request_id
    assert not any(part in str(event.__dict__) for part in token.split("."))
    assert str(event) == "token_rejected 127.0.0.1"


def test_asking_for_anothers_path_names_who_asked() -> None:
    Client().get("/api/bob/tasks", headers=bearer("alice"))
    event = AuthEvent.objects.get()
    assert (event.kind, event.user_id, event.detail["wanted"]) == ("ownership_denied", "alice", "bob")


def test_going_over_a_rate_is_kept(settings: Any) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "THROTTLE_RATE": "1/hour"}
    for _ in range(2):
        Client().get("/api/tasks", headers=bearer("alice"))
    assert AuthEvent.objects.get().kind == Kind.RATE_EXCEEDED


def test_a_revocation_names_whom_and_by_whom() -> None:
    revocation.revoke_subject("alice", actor="sam")
    revocation.revoke_session("s1")
    one, two = AuthEvent.objects.order_by("id")
    assert (one.kind, one.user_id, one.actor) == ("token_revoked", "alice", "sam")
    assert (two.user_id, two.detail) == ("", {"sid": "s1"})


def test_a_storm_of_bad_tokens_is_not_a_storm_of_inserts(settings: Any) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "AUDIT_EVENTS_PER_MINUTE": 5}
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        for _ in range(30):
            refuse()
        assert AuthEvent.objects.count() == 5
        clock.shift(60)
        refuse()
    assert AuthEvent.objects.filter(kind=Kind.SUPPRESSED).get().detail == {"count": 25}
    assert AuthEvent.objects.count() == 7


def test_what_happened_to_accounts_is_kept_and_guesses_are_bounded(settings: Any, rf: Any) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "AUDIT_EVENTS_PER_MINUTE": 0}
    signals.account_event.send(None, kind="logged_in", user_id="alice", request=rf.get("/"), detail="")
    signals.account_event.send(None, kind="login_failed", user_id=None, request=rf.get("/"), detail="unknown")
    assert [event.kind for event in AuthEvent.objects.all()] == ["logged_in"]
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "AUDIT_EVENTS_PER_MINUTE": 9}
    signals.account_event.send(None, kind="login_failed", user_id=None, request=rf.get("/"), detail="unknown")
    assert AuthEvent.objects.get(kind="login_failed").reason == "unknown"


def test_an_event_is_neither_changed_nor_deleted() -> None:
    refuse()
    event = AuthEvent.objects.get()
    event.reason = "other"
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()


def test_a_database_that_is_away_does_not_fail_what_the_event_is_about(caplog: Any) -> None:
    def away(*args: Any) -> None:
        raise DatabaseError

    with connection.execute_wrapper(away):
        recording.store_event("logged_in", user_id="alice")
    assert "could not be stored" in caplog.text


def test_prune_removes_what_is_past_its_time() -> None:
    now = datetime.now(UTC)
    for days in (0, 89, 91, 400):
        AuthEvent.objects.create(at=now - timedelta(days=days), kind="logged_in")
    said = StringIO()
    call_command("authbridge_prune", stdout=said)
    assert AuthEvent.objects.count() == 2
    assert "Audit log: 2 removed" in said.getvalue()
