"""POST /api/auth/register."""

from __future__ import annotations

import re

import pytest
from pytest_django import Settings

from authbridge.accounts.models import User
from tests.authbridge.accounts.hashers import QuickHasher
from tests.authbridge.accounts.person import PASSWORD, Person
from tests.conftest import Api

URL = "/api/auth/register"


def test_it_opens_an_account_and_logs_in(nobody: Api) -> None:
    answer = nobody.post(URL, {"email": "Ann@Example.COM ", "password": PASSWORD, "name": " Ann "})
    body = answer.json()
    assert answer.status_code == 201
    assert body["user"] == {
        "id": body["user"]["id"],
        "email": "ann@example.com",
        "name": "Ann",
        "roles": ["user"],
        "source": "local",
    }
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 1800)
    assert answer["Cache-Control"] == "no-store"
    assert Person.tasks(_as(nobody), body["access_token"]) == 200


def _as(client: Api) -> Person:
    person = Person.__new__(Person)
    person.client = client
    client.cookies.clear()
    return person


def test_it_stores_bcrypt_with_twelve_rounds(nobody: Api, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.BCryptSHA256PasswordHasher"]
    nobody.post(URL, {"email": "ann@example.com", "password": PASSWORD})
    assert User.objects.get().password.startswith("bcrypt_sha256$$2b$12$")


def test_it_gives_ids_of_better_auths_shape_and_nobody_chooses_theirs(nobody: Api) -> None:
    wanted = "A" * 32
    refused = nobody.post(URL, {"email": "ann@example.com", "password": PASSWORD, "id": wanted})
    ids = {Person(nobody, f"p{number}@example.com").id for number in range(20)}
    assert refused.status_code == 400
    assert len(ids) == 20
    assert all(re.fullmatch("[A-Za-z0-9]{32}", one) for one in ids)


@pytest.mark.parametrize("email", ["ann@example.com", "ANN@example.com", " Ann@EXAMPLE.com"])
def test_it_refuses_a_taken_address_in_any_spelling(ann: Person, email: str) -> None:
    answer = ann.client.post(URL, {"email": email, "password": "something else 9"})
    assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")
    assert User.objects.count() == 1


def test_of_two_at_once_one_gets_the_address(nobody: Api, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.authbridge.accounts.test_register.Overtaken"]
    answer = nobody.post(URL, {"email": "ann@example.com", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")
    assert User.objects.get().name == "faster"


class Overtaken(QuickHasher):
    """While it hashes, somebody else registers the address."""

    def encode(self, password: str, salt: str | bytes) -> str:
        """As the real one, a moment too late."""
        User(email="ann@example.com", name="faster").save()
        return super().encode(password, salt)  # type: ignore[arg-type]  # the stubs say str; bcrypt's salt is bytes


def test_a_taken_address_says_nothing_of_its_account(ann: Person) -> None:
    def body() -> object:
        problem = ann.client.post(URL, {"email": ann.email, "password": "something else 9"}).json()
        return {name: value for name, value in problem.items() if name != "request_id"}

    before = body()
    User.objects.update(is_active=False, role="admin")
    assert body() == before


def test_it_can_be_closed(nobody: Api, settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"REGISTRATION_OPEN": False}
    answer = nobody.post(URL, {"email": "ann@example.com", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (403, "registration_closed")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"email": None}, "#/email", "not_nullable"),
        ({"email": 5}, "#/email", "wrong_type"),
        ({"email": "ann"}, "#/email", "invalid"),
        ({"email": "a" * 250 + "@example.com"}, "#/email", "too_long"),
        ({"email": "a\0nn@example.com"}, "#/email", "control_character"),
        ({"password": "short7!"}, "#/password", "too_short"),
        ({"password": "x" * 1001}, "#/password", "too_long"),
        ({"password": "password123"}, "#/password", "password_too_common"),
        ({"password": "ann@example.com"}, "#/password", "password_too_similar"),
        ({"password": True}, "#/password", "wrong_type"),
        ({"name": "n" * 201}, "#/name", "too_long"),
        ({"role": "admin"}, "#/role", "unknown"),
        ({"is_staff": True}, "#/is_staff", "unknown"),
        ({"passwort": "x"}, "#/passwort", "unknown"),
    ],
)
def test_it_names_what_it_refuses(nobody: Api, change: dict[str, object], pointer: str, code: str) -> None:
    answer = nobody.post(URL, {"email": "ann@example.com", "password": PASSWORD} | change)
    errors = answer.json()["errors"]
    assert (answer.status_code, answer.json()["code"]) == (400, "validation_error")
    assert (errors[0]["pointer"], errors[0]["code"]) == (pointer, code)
    assert not User.objects.exists()


def test_a_misspelt_member_comes_with_a_hint(nobody: Api) -> None:
    answer = nobody.post(URL, {"e_mail": "ann@example.com", "password": PASSWORD})
    assert "Did you mean email?" in answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize("body", [[], "text", 5, None])
def test_a_body_that_is_no_object_is_refused(nobody: Api, body: object) -> None:
    assert nobody.post(URL, body).status_code == 400


def test_a_password_of_a_thousand_characters_counts_to_its_last(nobody: Api) -> None:
    long = "long pass phrase " * 60
    nobody.post(URL, {"email": "ann@example.com", "password": long[:1000]})
    statuses = [
        nobody.post("/api/auth/login", {"email": "ann@example.com", "password": tried}).status_code
        for tried in (long[:1000], long[:999], long[:72])
    ]
    assert statuses == [200, 401, 401]


def test_a_page_of_another_site_cannot_open_an_account(nobody: Api) -> None:
    answer = nobody.post(
        URL, {"email": "ann@example.com", "password": PASSWORD}, headers={"Origin": "https://evil.example"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert not User.objects.exists()


def test_one_address_cannot_open_accounts_without_end(nobody: Api) -> None:
    statuses = [nobody.post(URL, {}).status_code for _ in range(31)]
    assert statuses == [400] * 30 + [429]
