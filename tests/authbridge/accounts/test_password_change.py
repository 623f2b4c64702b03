"""POST /api/auth/password/change."""

from __future__ import annotations

from typing import Any

from pytest_django import Settings

from authbridge.accounts.models import User
from tests.authbridge.accounts.hashers import QuickHasher
from tests.authbridge.accounts.person import PASSWORD, Person, bearing
from tests.conftest import Api

URL = "/api/auth/password/change"
NEW = "An0ther horse, battery"


def change(person: Person, old: str = PASSWORD, new: str = NEW) -> Any:
    """POST it with the first access token."""
    answer = person.client.post(
        URL, {"current_password": old, "new_password": new}, headers=bearing(person.given["access_token"])
    )
    person.client.cookies.clear()
    return answer


def test_it_ends_every_session_and_begins_one_for_the_client_that_asked(ann: Person) -> None:
    other = ann.log_in().json()
    answer = change(ann)
    assert answer.status_code == 200
    assert [ann.tasks(held["access_token"]) for held in (ann.given, other, answer.json())] == [401, 401, 200]
    assert ann.refresh(other["refresh_token"]).status_code == 401
    assert ann.refresh(answer.json()["refresh_token"]).status_code == 200
    assert [ann.log_in(PASSWORD).status_code, ann.log_in(NEW).status_code] == [401, 200]


def test_it_needs_the_current_password(ann: Person) -> None:
    answer = change(ann, old="Wr0ng horse, battery")
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (400, "#/current_password", "incorrect")
    assert ann.log_in().status_code == 200


def test_guessing_here_is_guessing(ann: Person) -> None:
    assert [change(ann, old="Wr0ng horse").status_code for _ in range(6)] == [400] * 5 + [429]
    assert ann.log_in().status_code == 429


def test_the_new_one_must_be_a_good_one(ann: Person) -> None:
    answer = change(ann, new="ann@example.com")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/new_password")


def test_weak_new_ones_with_the_right_old_one_are_no_guesses(ann: Person) -> None:
    assert [change(ann, new="password1").status_code for _ in range(6)] == [400] * 6
    assert ann.log_in().status_code == 200


def test_a_better_auth_password_is_not_ours_to_change(alice: Api) -> None:
    answer = alice.post(URL, {"current_password": PASSWORD, "new_password": NEW})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_it_needs_a_token(nobody: Api) -> None:
    assert nobody.post(URL, {"current_password": PASSWORD, "new_password": NEW}).status_code == 401


def test_a_closed_account_changes_nothing(ann: Person) -> None:
    User.objects.update(is_active=False)
    assert change(ann).status_code == 401


def test_a_change_that_came_second_is_refused(ann: Person, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.authbridge.accounts.test_password_change.OvertakenLater"]
    OvertakenLater.runs = 0
    answer = change(ann)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/current_password")


class OvertakenLater(QuickHasher):
    """The second time it hashes, somebody else's change is stored."""

    runs = 0

    def encode(self, password: str, salt: str | bytes) -> str:
        """As the real one."""
        type(self).runs += 1
        if self.runs == 2:
            User.objects.update(password="!somebody else's")
        return super().encode(password, salt)  # type: ignore[arg-type]  # the stubs say str; bcrypt's salt is bytes
