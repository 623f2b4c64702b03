"""The User model, and what the database itself refuses."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction

from authbridge.accounts.models import LoginAttempts, RefreshFamily, RefreshToken, User
from tests.authbridge.accounts.person import PASSWORD, Person

pytestmark = pytest.mark.django_db


def test_it_is_the_user_model() -> None:
    assert get_user_model() is User


def test_an_address_has_one_spelling_on_every_path() -> None:
    user = User(email=" Ann@Example.COM ")
    user.save()
    assert user.email == "ann@example.com"
    assert User.objects.get(email="ANN@example.com") == user
    assert User.objects.get_by_natural_key("aNN@example.com") == user
    assert User(email="ａ@example.com").email != "a@example.com"


def test_two_normal_forms_of_one_address_are_one() -> None:
    User.objects.create_user("jose\u0301@example.com")
    assert User.objects.filter(email="jos\u00e9@example.com").exists()


def insert(email: str, role: str = "user") -> None:
    """A row written behind Django's back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user (id, password, is_superuser, email, name, role, is_staff, is_active, created_at)"
            " VALUES (%s, '', %s, %s, '', %s, %s, %s, '2026-01-01 00:00:00')",
            [f"id-{email}", False, email, role, False, True],
        )


@pytest.mark.parametrize("email", ["ann@example.com", "Ann@example.com", "Bob@example.com"])
def test_the_database_itself_keeps_addresses_unique_whatever_their_case(email: str) -> None:
    insert("ann@example.com") if email != "ann@example.com" else User.objects.create_user(email)
    with pytest.raises(IntegrityError):
        insert(email)


def test_the_database_itself_knows_the_roles() -> None:
    with pytest.raises(IntegrityError):
        insert("ann@example.com", role="root")


def test_a_user_needs_an_address() -> None:
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")


def test_a_superuser_is_one() -> None:
    chief = User.objects.create_superuser("chief@example.com", PASSWORD)
    assert (chief.is_staff, chief.is_superuser, chief.role) == (True, True, "admin")
    with pytest.raises(ValueError, match="is_staff=True"):
        User.objects.create_superuser("x@example.com", PASSWORD, is_staff=False)


def test_names_fall_back_to_the_address() -> None:
    ann, nameless = User(email="ann@example.com", name="Ann B"), User(email="x@example.com")
    assert [ann.get_full_name(), ann.get_short_name(), str(ann)] == ["Ann B", "Ann", "ann@example.com"]
    assert [nameless.get_full_name(), nameless.get_short_name()] == ["x@example.com"] * 2


def test_an_address_that_is_no_text_is_djangos_to_refuse() -> None:
    assert User._meta.get_field("email").to_python(5) == "5"
    assert not User.objects.filter(email=None).exists()


def test_no_row_prints_a_secret(ann: Person) -> None:
    token = RefreshToken.objects.get()
    assert str(token) == f"refresh token of session {ann.family.pk}"
    assert str(ann.family) == ann.family.pk
    assert token.digest not in str(token)
    assert "from" in str(LoginAttempts(account="a@example.com", address="192.0.2.1"))


def test_closing_an_account_ends_its_sessions(ann: Person) -> None:
    user = ann.row
    user.is_active = False
    user.save()
    assert ann.family.end_reason == "staff"
    user.is_active = True
    user.save()
    assert ann.tasks(ann.given["access_token"]) == 401
    assert ann.refresh(ann.given["refresh_token"]).status_code == 401


def test_a_password_set_by_staff_ends_the_sessions(ann: Person) -> None:
    user = ann.row
    user.name = "Ann B."
    user.save()
    assert ann.tasks(ann.given["access_token"]) == 200
    user.set_password("An0ther horse, battery")
    user.save()
    assert ann.family.end_reason == "password"
    assert ann.tasks(ann.given["access_token"]) == 401


def test_deleting_an_account_stops_its_access_tokens(ann: Person) -> None:
    ann.row.delete()
    assert not RefreshFamily.objects.exists()
    assert ann.tasks(ann.given["access_token"]) == 401
