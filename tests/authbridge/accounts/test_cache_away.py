"""The revocation list cannot be reached: sessions end all the same, and nobody is told otherwise."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from authbridge.accounts.models import User
from tests.authbridge.accounts.person import PASSWORD, Person, bearing
from tests.authbridge.accounts.test_refresh import later

NOBODY = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.fixture
def cache_away(ann: Person, settings: Settings) -> None:
    """A Redis that nobody answers at, once Ann is registered."""
    settings.CACHES = NOBODY


@pytest.mark.usefixtures("cache_away")
def test_logging_out_ends_the_session_and_says_that_it_is_not_all(ann: Person) -> None:
    answer = ann.client.post("/api/auth/logout", {"refresh_token": ann.given["refresh_token"]})
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "unavailable", "2")
    assert ann.family.end_reason == "logout"
    assert ann.refresh(ann.given["refresh_token"]).status_code == 401


def test_repeated_it_stops_the_access_tokens_as_well(ann: Person, settings: Settings) -> None:
    usual, body = settings.CACHES, {"refresh_token": ann.given["refresh_token"]}
    settings.CACHES = NOBODY
    assert ann.client.post("/api/auth/logout", body).status_code == 503
    settings.CACHES = usual
    assert ann.tasks(ann.given["access_token"]) == 200
    assert ann.client.post("/api/auth/logout", body).status_code == 204
    assert ann.tasks(ann.given["access_token"]) == 401


@pytest.mark.usefixtures("cache_away")
def test_local_access_tokens_cannot_be_judged(ann: Person) -> None:
    answer = ann.client.get("/api/tasks", headers=bearing(ann.given["access_token"]))
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


@pytest.mark.usefixtures("cache_away")
def test_reuse_ends_the_session(ann: Person) -> None:
    ann.refresh(ann.given["refresh_token"])
    with later(seconds=11):
        assert ann.refresh(ann.given["refresh_token"]).status_code == 401
    assert ann.family.end_reason == "reuse"


@pytest.mark.usefixtures("cache_away")
def test_logging_in_goes_on(ann: Person) -> None:
    assert ann.log_in().status_code == 200
    assert ann.log_in("Wr0ng horse").status_code == 401


@pytest.mark.usefixtures("cache_away")
def test_staff_are_told_and_closing_an_account_works(ann: Person) -> None:
    chief, admin = User.objects.create_superuser("chief@example.com", PASSWORD), Client()
    admin.force_login(chief)
    chosen = {"action": "end_sessions", "_selected_action": [ann.family.pk]}
    answer = admin.post("/admin/accounts/refreshfamily/", chosen, follow=True)
    assert "The revocation list cannot be reached" in answer.content.decode()
    user = ann.row
    user.is_active = False
    user.save()
    assert ann.family.end_reason == "staff"
    user.delete()
    assert not User.objects.filter(pk=ann.id).exists()
