"""manage.py authbridge_prune, over local accounts."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import time_machine
from django.core.management import call_command
from django.utils import timezone

from authbridge.accounts.login_attempts import ALL_ACCOUNTS
from authbridge.accounts.models import LoginAttempts, RefreshFamily, RefreshToken
from authbridge.accounts.pruning import prune
from tests.authbridge.accounts.person import Person


def test_what_is_alive_stays(ann: Person) -> None:
    ann.log_in("wrong")
    ann.refresh(ann.given["refresh_token"])
    assert list(prune()) == []
    assert (RefreshFamily.objects.count(), RefreshToken.objects.count(), LoginAttempts.objects.count()) == (1, 2, 2)


def test_log_in_windows_go_when_they_end(ann: Person) -> None:
    ann.log_in("wrong")
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=True):
        assert list(prune()) == [1]
    assert LoginAttempts.objects.get().account == ALL_ACCOUNTS
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=True):
        assert list(prune()) == [1]
    assert not LoginAttempts.objects.exists()


def test_an_ended_session_goes_when_its_access_tokens_are_past(ann: Person) -> None:
    ann.client.post("/api/auth/logout", {"refresh_token": ann.given["refresh_token"]})
    with time_machine.travel(timezone.now() + timedelta(minutes=29), tick=True):
        assert list(prune()) == []
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=True):
        assert list(prune()) == [1, 1]
    assert not RefreshFamily.objects.exists()


def test_expired_tokens_go_before_their_session(ann: Person) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=6), tick=True):
        token = ann.refresh(ann.given["refresh_token"]).json()["refresh_token"]
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=True):
        assert list(prune()) == [1]
        assert ann.refresh(token).status_code == 200


def test_it_goes_in_batches_and_says_how_far_it_is(ann: Person) -> None:
    for _ in range(4):
        ann.log_in()
    out = StringIO()
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=True):
        assert next(prune(batch=2)) == 2
        call_command("authbridge_prune", stdout=out)
    assert "Local accounts: 8 removed\n" in out.getvalue()
    assert not RefreshFamily.objects.exists()
