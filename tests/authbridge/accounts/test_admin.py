"""The admin over accounts: log-in by e-mail, nothing secret shown, sessions that can be ended."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from authbridge.accounts.models import RefreshToken, User
from tests.authbridge.accounts.person import PASSWORD, Person


@pytest.fixture
def chief(ann: Person) -> Client:
    """A superuser's browser, signed in by e-mail."""
    User.objects.create_superuser("chief@example.com", PASSWORD)
    client = Client()
    answer = client.post("/admin/login/", {"username": " CHIEF@example.com", "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    return client


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_wrong_password_is_told_as_such(ann: Person, password: str) -> None:
    answer = Client().post("/admin/login/", {"username": ann.email, "password": password})
    assert answer.status_code == 200


def test_who_is_no_staff_does_not_get_in(ann: Person) -> None:
    answer = Client().post("/admin/login/", {"username": ann.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in Client().session


def test_a_credential_of_another_kind_is_another_backends(ann: Person) -> None:
    assert authenticate(None, token="x") is None
    assert authenticate(None, email=ann.email) is None
    assert authenticate(None, email=ann.email, password=PASSWORD) == ann.row


@pytest.mark.parametrize(
    "page", ["user/", "user/{user}/change/", "user/add/", "refreshfamily/", "refreshfamily/{family}/change/"]
)
def test_no_page_shows_a_hash_or_a_digest(ann: Person, chief: Client, page: str) -> None:
    answer = chief.get("/admin/accounts/" + page.format(user=ann.id, family=ann.family.pk))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert ann.row.password not in text
    assert ann.row.password[-12:] not in text
    assert "bcrypt" not in text
    assert RefreshToken.objects.get().digest not in text


def test_staff_make_an_account_without_knowing_its_password(chief: Client) -> None:
    answer = chief.post(
        "/admin/accounts/user/add/",
        {"email": "New@Example.com", "name": "New", "usable_password": "false", "password1": "", "password2": ""},
    )
    assert answer.status_code == 302
    assert not User.objects.get(email="new@example.com").has_usable_password()


def test_staff_end_a_session_and_its_access_tokens(ann: Person, chief: Client) -> None:
    answer = chief.post(
        "/admin/accounts/refreshfamily/",
        {"action": "end_sessions", "_selected_action": [ann.family.pk]},
        follow=True,
    )
    assert "1 sessions ended" in answer.content.decode()
    assert ann.family.end_reason == "staff"
    assert ann.tasks(ann.given["access_token"]) == 401


def test_sessions_are_not_made_changed_or_deleted(ann: Person, chief: Client) -> None:
    for page in ("refreshfamily/add/", f"refreshfamily/{ann.family.pk}/delete/", "loginattempts/add/"):
        assert chief.get(f"/admin/accounts/{page}").status_code == 403


def test_an_ended_session_is_not_ended_twice(ann: Person, chief: Client) -> None:
    ann.client.post("/api/auth/logout", {"refresh_token": ann.given["refresh_token"]})
    chosen: dict[str, Any] = {"action": "end_sessions", "_selected_action": [ann.family.pk]}
    assert "0 sessions ended" in chief.post("/admin/accounts/refreshfamily/", chosen, follow=True).content.decode()
    assert ann.family.end_reason == "logout"
