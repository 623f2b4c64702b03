"""The system checks of local accounts: ids in, ids out."""

from __future__ import annotations

import pytest
from django.core import checks
from pytest_django import Settings

from authbridge.accounts.checks import check_accounts


def found() -> list[str | None]:
    """The ids."""
    return [message.id for message in check_accounts()]


def test_sound_settings_have_nothing_to_say() -> None:
    assert found() == []


def test_it_is_registered() -> None:
    names = [getattr(check, "__name__", "") for check in checks.registry.registry.get_checks()]
    assert check_accounts.__name__ in names


def test_no_key_for_access_tokens(settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"LOCAL_SECRET": ""}
    assert found() == ["accounts.W002"]


def test_another_user_model(settings: Settings) -> None:
    settings.AUTH_USER_MODEL = "auth.User"
    assert found() == ["accounts.E002"]


@pytest.mark.parametrize("rate", ["", "often", "5"])
def test_a_guard_that_is_off(settings: Settings, rate: str) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"LOGIN_RATE": rate}
    assert found() == ["accounts.E003"]


@pytest.mark.parametrize("rate", ["often", "5"])
def test_a_bound_per_address_that_cannot_be_read(settings: Settings, rate: str) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"LOGIN_ADDRESS_RATE": rate}
    assert found() == ["accounts.E005"]


@pytest.mark.parametrize(("places", "ids"), [(0, ["accounts.E006"]), (1, ["accounts.W003"]), (2, [])])
def test_places_for_hashing_that_one_address_can_take(settings: Settings, places: int, ids: list[str]) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"PASSWORD_HASHES_AT_ONCE": places}
    assert found() == ids


def test_requests_in_transactions(settings: Settings) -> None:
    usual = settings.DATABASES["default"]
    usual["ATOMIC_REQUESTS"] = True
    try:
        assert found() == ["accounts.E004"]
    finally:
        usual["ATOMIC_REQUESTS"] = False


@pytest.mark.parametrize(
    ("service", "page", "ids"),
    [
        ("", "", ["accounts.W001"]),
        ("api.example.com", "", ["accounts.W001"]),
        ("", "https://app.example/reset", []),
        ("https://api.example.com", "", []),
        ("http://localhost:8000", "", []),
    ],
)
def test_reset_links_that_lead_nowhere(settings: Settings, service: str, page: str, ids: list[str]) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"SERVICE_URL": service, "PASSWORD_RESET_URL": page}
    assert found() == ids


def test_reset_links_that_lead_to_this_machine_alone(settings: Settings) -> None:
    deployed = settings.AUTHBRIDGE | {"BASE_URL": "https://app.example.com"}
    settings.AUTHBRIDGE = deployed | {"SERVICE_URL": "http://localhost:8000"}
    assert found() == ["accounts.W004"]
    settings.AUTHBRIDGE = deployed | {"SERVICE_URL": "https://api.example.com"}
    assert found() == []
