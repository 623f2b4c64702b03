"""As many passwords at once as PASSWORD_HASHES_AT_ONCE says; beyond it 429, at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from pytest_django import Settings

from authbridge.accounts.errors import TooBusy
from authbridge.accounts.models import LoginAttempts, User
from authbridge.accounts.passwords.hashing import HashingPlaces, hold_hashing_place
from tests.authbridge.accounts.person import PASSWORD, Person
from tests.conftest import Api


def test_beyond_the_bound_the_answer_is_429_and_nothing_is_counted(ann: Person, settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"PASSWORD_HASHES_AT_ONCE": 1}
    with hold_hashing_place("127.0.0.1"):
        answer = ann.log_in()
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (429, "rate_limited", "1")
    assert not LoginAttempts.objects.exists()
    assert ann.log_in().status_code == 200


def test_registration_is_within_the_bound(nobody: Api, settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"PASSWORD_HASHES_AT_ONCE": 1}
    with hold_hashing_place("127.0.0.1"):
        answer = nobody.post("/api/auth/register", {"email": "ann@example.com", "password": PASSWORD})
    assert answer.status_code == 429
    assert not User.objects.exists()


def test_the_admins_log_in_is_within_the_bound(ann: Person, settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"PASSWORD_HASHES_AT_ONCE": 1}
    with hold_hashing_place("127.0.0.1"):
        answer = ann.client.post(
            "/admin/login/", f"username={ann.email}&password={PASSWORD}", "application/x-www-form-urlencoded"
        )
    assert (answer.status_code, answer["Retry-After"]) == (429, "1")


def test_no_more_than_the_bound_are_ever_inside(settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"PASSWORD_HASHES_AT_ONCE": 3}
    start, seen = threading.Barrier(20), threading.Lock()
    inside, most, refused = 0, 0, 0

    def work(number: int) -> None:
        nonlocal inside, most, refused
        start.wait()
        try:
            with hold_hashing_place(f"192.0.2.{number}"):
                with seen:
                    inside += 1
                    most = max(most, inside)
                threading.Event().wait(0.2)
                with seen:
                    inside -= 1
        except TooBusy:
            with seen:
                refused += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= 3
    assert refused >= 1


def test_a_failure_inside_gives_the_place_back(settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"PASSWORD_HASHES_AT_ONCE": 1}

    def fail() -> Any:
        with hold_hashing_place("127.0.0.1"):
            raise LookupError

    for _ in range(3):
        with pytest.raises(LookupError):
            fail()


def log_in_from(ann: Person, address: str) -> Any:
    """The answer to Ann's right password from an address."""
    body = {"email": ann.email, "password": PASSWORD}
    return ann.client.post("/api/auth/login", body, REMOTE_ADDR=address)


@pytest.mark.parametrize(
    ("busy", "another"),
    [("198.51.100.7", "198.51.100.8"), ("2001:db8:1:2::1", "2001:db8:1:3::1")],
    ids=["IPv4", "IPv6, another /64"],
)
def test_one_address_leaves_places_for_another(ann: Person, busy: str, another: str) -> None:
    with hold_hashing_place(busy):
        assert log_in_from(ann, busy).status_code == 429
        assert log_in_from(ann, another).status_code == 200


def test_one_subscribers_ipv6_network_has_one_share(ann: Person) -> None:
    with hold_hashing_place("2001:db8:1:2::1"):
        answer = log_in_from(ann, "2001:db8:1:2:ffff::9")
    assert (answer.status_code, answer["Retry-After"]) == (429, "1")


def test_two_colleagues_at_once_both_get_in() -> None:
    """The second waits for the first one's place, and a third is told to come again."""
    places = HashingPlaces(2)
    assert places.take("192.0.2.1")
    waiting = threading.Thread(target=lambda: got.append(places.take("192.0.2.1")))
    got: list[bool] = []
    waiting.start()
    while not places._waiting:
        threading.Event().wait(0.001)
    assert not places.take("192.0.2.1")
    assert places.take("192.0.2.2")
    places.give_back("192.0.2.1")
    waiting.join()
    assert got == [True]


def test_where_the_server_gives_no_addresses_all_places_are_everybodys() -> None:
    places = HashingPlaces(2)
    assert [places.take("") for _ in range(3)] == [True, True, False]


def test_addresses_that_hold_nothing_are_forgotten() -> None:
    places = HashingPlaces(2)
    for number in range(100):
        assert places.take(f"192.0.2.{number}")
        places.give_back(f"192.0.2.{number}")
    assert not places._held
