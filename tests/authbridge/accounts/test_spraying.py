"""One address may fail at 300 accounts an hour; an office of two hundred behind one address does not get there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from authbridge.accounts import login_attempts
from authbridge.accounts.errors import TooManyAttempts
from authbridge.accounts.models import LoginAttempts, User
from authbridge.auditlog.models import AuthEvent
from tests.authbridge.accounts.person import PASSWORD, Person
from tests.conftest import Api

pytestmark = pytest.mark.usefixtures("standing_clock")

OFFICE, ELSEWHERE = "198.51.100.7", "198.51.100.8"


def try_log_in(client: Api, email: str, password: str = "Wr0ng horse", address: str = OFFICE) -> Any:
    """POST /login from an address."""
    answer = client.post("/api/auth/login", {"email": email, "password": password}, REMOTE_ADDR=address)
    client.cookies.clear()
    return answer


def spray(client: Api, accounts: int, address: str = OFFICE) -> list[int]:
    """The statuses of one wrong password at each of so many accounts."""
    return [
        try_log_in(client, f"victim-{number}@example.com", address=address).status_code for number in range(accounts)
    ]


@pytest.fixture
def narrow(settings: Settings) -> None:
    """A limit that a test reaches soon."""
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"LOGIN_ADDRESS_RATE": "10/hour"}


@pytest.mark.usefixtures("narrow")
def test_spraying_accounts_ends_at_the_limit_and_says_when_to_come_again(nobody: Api) -> None:
    assert spray(nobody, 12) == [401] * 10 + [429] * 2
    with time_machine.travel(timezone.now() + timedelta(minutes=15), tick=False):
        answer = try_log_in(nobody, "victim-0@example.com")
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (429, "rate_limited", str(45 * 60))
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        assert spray(nobody, 1) == [401]


@pytest.mark.usefixtures("narrow")
def test_the_right_password_does_not_open_it_and_another_address_is_not_shut(ann: Person) -> None:
    spray(ann.client, 10)
    assert try_log_in(ann.client, ann.email, PASSWORD).status_code == 429
    assert try_log_in(ann.client, ann.email, PASSWORD, ELSEWHERE).status_code == 200


@pytest.mark.usefixtures("narrow")
def test_one_subscribers_ipv6_network_is_one_address(nobody: Api) -> None:
    statuses = [spray(nobody, 1, f"2001:db8:1:2::{number:x}") for number in range(1, 6)]
    assert statuses == [[401]] * 5
    names = [f"other-{number}@example.com" for number in range(10)]
    tries = [try_log_in(nobody, name, address="2001:db8:1:2:9::1").status_code for name in names]
    assert tries == [401] * 9 + [429]
    assert spray(nobody, 1, "2001:db8:1:3::1") == [401]


@pytest.mark.usefixtures("narrow")
def test_a_forgotten_client_with_an_old_password_does_not_shut_its_office_out(nobody: Api) -> None:
    for _ in range(50):
        try_log_in(nobody, "stale@example.com")
    row = LoginAttempts.objects.get(account=login_attempts.ALL_ACCOUNTS)
    assert row.failures == 1
    assert spray(nobody, 9) == [401] * 9


@pytest.mark.usefixtures("narrow")
def test_an_account_of_ones_own_does_not_wash_the_count(ann: Person) -> None:
    for number in range(10):
        assert try_log_in(ann.client, f"victim-{number}@example.com").status_code == 401
        if number < 9:
            assert try_log_in(ann.client, ann.email, PASSWORD).status_code == 200
    assert try_log_in(ann.client, "victim-10@example.com").status_code == 429


@pytest.mark.usefixtures("narrow")
def test_staff_see_the_address_and_lift_its_lock(ann: Person) -> None:
    spray(ann.client, 10)
    (row,) = login_attempts.locked_out(timezone.now())
    assert (row.account, row.address) == (login_attempts.ALL_ACCOUNTS, OFFICE)
    assert login_attempts.is_locked_out(row, timezone.now())
    admin = Client()
    admin.force_login(User.objects.create_superuser("chief@example.com", PASSWORD))
    assert "ALL ACCOUNTS" in admin.get("/admin/accounts/loginattempts/").content.decode()
    assert admin.post(f"/admin/accounts/loginattempts/{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert try_log_in(ann.client, ann.email, PASSWORD).status_code == 200


@pytest.mark.usefixtures("narrow")
def test_the_trail_says_that_it_was_many_accounts(nobody: Api) -> None:
    spray(nobody, 11)
    assert list(AuthEvent.objects.filter(kind="login_limited").values_list("reason", flat=True)) == [
        "too_many_accounts"
    ]


def test_an_empty_rate_is_no_limit_and_no_address_is_no_one_place(nobody: Api, settings: Settings) -> None:
    assert [try_log_in(nobody, f"a{n}@example.com", address="").status_code for n in range(3)] == [401] * 3
    assert not LoginAttempts.objects.filter(account=login_attempts.ALL_ACCOUNTS).exists()
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"LOGIN_ADDRESS_RATE": ""}
    assert spray(nobody, 3) == [401] * 3
    assert not LoginAttempts.objects.filter(account=login_attempts.ALL_ACCOUNTS).exists()


def test_an_office_of_two_hundred_logs_in_through_one_address(db: None) -> None:
    """The worst hour of a day: everybody mistypes once, one in five again a minute later, then it is right."""
    start, refused = timezone.now(), 0
    for clerk in range(200):
        email, wrong = f"clerk-{clerk}@example.com", 2 if clerk % 5 == 0 else 1
        for minute in range(wrong + 1):
            with time_machine.travel(start + timedelta(seconds=clerk * 15 + minute * 61), tick=False):
                try:
                    login_attempts.count_attempt(email, OFFICE)
                except TooManyAttempts:
                    refused += 1
        login_attempts.forget_failures(email, OFFICE)
    assert refused == 0
    assert LoginAttempts.objects.get(account=login_attempts.ALL_ACCOUNTS).failures == 240
