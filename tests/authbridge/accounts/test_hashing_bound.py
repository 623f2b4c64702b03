"""As many passwords at once as PASSWORD_HASHES_AT_ONCE says; beyond it 429, at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from pytest_django import Settings

from authbridge.accounts.errors import TooBusy
from authbridge.accounts.models import LoginAttempts, User
from authbridge.accounts.passwords import hashing
from tests.authbridge.accounts.person import PASSWORD, Person
from tests.conftest import Api


def test_beyond_the_bound_the_answer_is_429_and_nothing_is_counted(ann: Person, settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"PASSWORD_HASHES_AT_ONCE": 1}
    with hashing.turn():
        answer = ann.log_in()
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (429, "rate_limited", "1")
    assert not LoginAttempts.objects.exists()
    assert ann.log_in().status_code == 200


def test_registration_is_within_the_bound(nobody: Api, settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"PASSWORD_HASHES_AT_ONCE": 1}
    with hashing.turn():
        answer = nobody.post("/api/auth/register", {"email": "ann@example.com", "password": PASSWORD})
    assert answer.status_code == 429
    assert not User.objects.exists()


def test_the_admins_log_in_is_within_the_bound(ann: Person, settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"PASSWORD_HASHES_AT_ONCE": 1}
    with hashing.turn():
        answer = ann.client.post(
            "/admin/login/", f"username={ann.email}&password={PASSWORD}", "application/x-www-form-urlencoded"
        )
    assert (answer.status_code, answer["Retry-After"]) == (429, "1")


def test_no_more_than_the_bound_are_ever_inside(settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"PASSWORD_HASHES_AT_ONCE": 3}
    start, seen = threading.Barrier(20), threading.Lock()
    inside, most, refused = 0, 0, 0

    def work() -> None:
        nonlocal inside, most, refused
        start.wait()
        try:
            with hashing.turn():
                with seen:
                    inside += 1
                    most = max(most, inside)
                threading.Event().wait(0.05)
                with seen:
                    inside -= 1
        except TooBusy:
            with seen:
                refused += 1

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= 3
    assert refused >= 1


def test_a_failure_inside_gives_the_place_back(settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"PASSWORD_HASHES_AT_ONCE": 1}

    def fail() -> Any:
        with hashing.turn():
            raise LookupError

    for _ in range(3):
        with pytest.raises(LookupError):
            fail()
