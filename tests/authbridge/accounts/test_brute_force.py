"""Five failures a minute per account and address; then 429, whatever the password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate, get_user_model
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings
from rest_framework.request import Request
from rest_framework.views import APIView

from authbridge.accounts import login_attempts
from authbridge.accounts.errors import TooManyAttempts
from authbridge.accounts.models import LoginAttempts, User
from authbridge.client_address import neighbourhood, stored
from authbridge.throttling import AddressRateThrottle
from tests.authbridge.accounts.person import PASSWORD, Person

pytestmark = pytest.mark.usefixtures("standing_clock")

WRONG = "Wr0ng horse, battery"


def fail(person: Person, times: int, **extra: Any) -> list[int]:
    """The statuses of so many wrong log-ins."""
    body = {"email": person.email, "password": WRONG}
    return [person.client.post("/api/auth/login", body, **extra).status_code for _ in range(times)]


def test_the_sixth_try_is_refused_even_with_the_right_password(ann: Person) -> None:
    assert fail(ann, 5) == [401] * 5
    answer = ann.log_in()
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_it_opens_again_when_the_window_ends(ann: Person) -> None:
    fail(ann, 6)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=True):
        assert fail(ann, 1) == [401]
        assert ann.log_in().status_code == 200


def test_tries_while_it_is_shut_do_not_keep_it_shut(ann: Person) -> None:
    now = timezone.now()
    fail(ann, 6)
    with time_machine.travel(now + timedelta(seconds=50), tick=True):
        assert ann.log_in().status_code == 429
    with time_machine.travel(now + timedelta(seconds=62), tick=True):
        assert ann.log_in().status_code == 200


def test_a_right_password_forgets_the_failures(ann: Person) -> None:
    for _ in range(3):
        assert fail(ann, 4) == [401] * 4
        assert ann.log_in().status_code == 200
    assert not LoginAttempts.objects.exists()


def test_an_unknown_account_is_counted_alike(ann: Person) -> None:
    body = {"email": "nobody@example.com", "password": WRONG}
    statuses = [ann.client.post("/api/auth/login", body).status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]


def test_another_account_and_another_address_have_counts_of_their_own(ann: Person) -> None:
    bob = Person(ann.client, "bob@example.com")
    assert fail(ann, 6)[-1] == 429
    assert bob.log_in().status_code == 200
    elsewhere = ann.client.post(
        "/api/auth/login", {"email": ann.email, "password": PASSWORD}, REMOTE_ADDR="198.51.100.7"
    )
    assert elsewhere.status_code == 200


@pytest.mark.parametrize("spelling", ["ANN@example.com", " ann@example.com ", "Ann@Example.Com"])
def test_another_spelling_is_the_same_account(ann: Person, spelling: str) -> None:
    fail(ann, 5)
    assert ann.client.post("/api/auth/login", {"email": spelling, "password": PASSWORD}).status_code == 429


def test_a_new_x_forwarded_for_each_time_does_not_escape(ann: Person) -> None:
    statuses = [fail(ann, 1, headers={"X-Forwarded-For": f"203.0.113.{number}"})[0] for number in range(6)]
    assert statuses == [401] * 5 + [429]


def test_behind_one_proxy_what_the_client_put_in_front_does_not_escape(ann: Person, settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"TRUSTED_PROXY_COUNT": 1}
    chains = [{"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.7"} for number in range(6)]
    assert [fail(ann, 1, headers=chain)[0] for chain in chains] == [401] * 5 + [429]
    assert fail(ann, 1, headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.8"}) == [401]


def test_one_subscribers_ipv6_network_is_one_place(ann: Person) -> None:
    statuses = [fail(ann, 1, REMOTE_ADDR=f"2001:db8:1:2::{number:x}")[0] for number in range(1, 7)]
    assert statuses == [401] * 5 + [429]
    assert fail(ann, 1, REMOTE_ADDR="2001:db8:1:3::1") == [401]


@pytest.mark.parametrize(
    ("address", "place", "kept"),
    [
        ("192.0.2.1", "192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::/64", "fe80::1"),
        ("unknown", "", None),
        ("192.0.2.1:5000", "192.0.2.1", "192.0.2.1"),
        ("[2001:db8::1]:5000", "2001:db8::/64", "2001:db8::1"),
        ("", "", None),
    ],
)
def test_places_and_addresses(address: str, place: str, kept: str | None) -> None:
    assert (neighbourhood(address), stored(address)) == (place, kept)


def test_staff_lift_a_lock_by_deleting_its_row(ann: Person) -> None:
    fail(ann, 6)
    chief = User.objects.create_superuser("chief@example.com", PASSWORD)
    admin = Client()
    admin.force_login(chief)
    row = LoginAttempts.objects.get(account=ann.email)
    listed = admin.get("/admin/accounts/loginattempts/")
    assert ann.email in listed.content.decode()
    answer = admin.post(f"/admin/accounts/loginattempts/{row.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 302
    assert ann.log_in().status_code == 200


def test_staff_see_who_is_locked(ann: Person, settings: Settings) -> None:
    seen = []
    for _ in range(6):
        fail(ann, 1)
        seen.append(login_attempts.locked_out(timezone.now()).count())
    assert seen == [0, 0, 0, 0, 1, 1]
    assert not login_attempts.locked_out(timezone.now() + timedelta(seconds=61)).exists()
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"LOGIN_RATE": ""}
    assert not login_attempts.locked_out(timezone.now()).exists()


def test_the_rate_is_a_setting(ann: Person, settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"LOGIN_RATE": "2/hour"}
    assert fail(ann, 3) == [401, 401, 429]
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"LOGIN_RATE": ""}
    assert fail(ann, 3) == [401] * 3


def test_the_wait_is_at_least_a_second(db: None) -> None:
    for _ in range(5):
        login_attempts.count_attempt("ann@example.com", "192.0.2.1")
    LoginAttempts.objects.update(window_ends_at=timezone.now() + timedelta(milliseconds=1))
    with time_machine.travel(timezone.now() - timedelta(seconds=1), tick=False), pytest.raises(TooManyAttempts) as told:
        login_attempts.count_attempt("ann@example.com", "192.0.2.1")
    assert told.value.wait >= 1


def sign_in(client: Client, password: str) -> Any:
    """POST the admin's log-in form."""
    return client.post("/admin/login/?next=/admin/", {"username": "Chief@Example.com", "password": password})


def test_the_admins_log_in_is_guarded_too(db: None) -> None:
    get_user_model().objects.create_superuser("chief@example.com", PASSWORD)
    client = Client()
    assert sign_in(client, PASSWORD).status_code == 302
    client.logout()
    statuses = [sign_in(client, WRONG).status_code for _ in range(5)]
    answer = sign_in(client, PASSWORD)
    assert statuses == [200] * 5
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert "Too many failed log-ins" in answer.content.decode()


def test_the_api_and_the_admin_share_one_count(ann: Person) -> None:
    User.objects.filter(pk=ann.id).update(is_staff=True)
    fail(ann, 5)
    answer = ann.client.post(
        "/admin/login/", f"username={ann.email}&password={PASSWORD}", "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 429


def test_an_admin_site_without_our_log_in_page_refuses_as_well(ann: Person, settings: Settings) -> None:
    request = RequestFactory().post("/admin/login/")
    fail(ann, 5)
    assert authenticate(request, username=ann.email, password=PASSWORD) is None


def test_one_subscribers_ipv6_network_is_one_place_for_every_rate() -> None:
    class Narrow(AddressRateThrottle):
        rate = "1/min"

    def allowed(address: str) -> bool:
        return Narrow().allow_request(Request(RequestFactory().get("/", REMOTE_ADDR=address)), APIView())

    assert [allowed(address) for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")] == [True, False, True]
    assert [allowed(address) for address in ("192.0.2.1", "192.0.2.2", "::ffff:192.0.2.1")] == [True, True, False]
