"""The revocation list cannot be reached: sessions end all the same, and nobody is told otherwise."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from authbridge.accounts.models import RefreshFamily, User
from authbridge.auditlog.models import AuthEvent
from authbridge.testing import mint
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


@pytest.mark.parametrize("everywhere", [False, True])
@pytest.mark.parametrize("also_refresh_token", [False, True])
@pytest.mark.usefixtures("cache_away")
def test_by_access_token_it_ends_the_session_too(ann: Person, everywhere: bool, also_refresh_token: bool) -> None:
    body: dict[str, object] = {"everywhere": everywhere}
    if also_refresh_token:
        body["refresh_token"] = ann.given["refresh_token"]
    answer = ann.client.post("/api/auth/logout", body, headers=bearing(ann.given["access_token"]))
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "unavailable", "2")
    assert ann.family.end_reason == "logout"
    assert ann.refresh(ann.given["refresh_token"]).status_code == 401


@pytest.mark.usefixtures("cache_away")
def test_by_access_cookie_it_ends_the_session_too(ann: Person, settings: Settings) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"SOURCES": ("header", "access_cookie")}
    ann.client.cookies[settings.AUTHBRIDGE.get("ACCESS_COOKIE", "__Host-access_token")] = ann.given["access_token"]
    assert ann.client.post("/api/auth/logout", {}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert ann.family.ended_at is None
    assert ann.client.post("/api/auth/logout", {}, headers={"Origin": "http://localhost:3000"}).status_code == 503
    assert ann.family.end_reason == "logout"


@pytest.mark.usefixtures("cache_away")
def test_an_access_token_of_an_ended_session_ends_no_other(ann: Person) -> None:
    other = ann.log_in().json()
    RefreshFamily.objects.filter(pk=ann.family.pk).update(ended_at=timezone.now(), end_reason="reuse")
    answer = ann.client.post("/api/auth/logout", {"everywhere": True}, headers=bearing(ann.given["access_token"]))
    assert answer.status_code == 503
    assert ann.refresh(other["refresh_token"]).status_code == 200


@pytest.mark.usefixtures("cache_away")
def test_a_forged_or_a_better_auth_token_ends_nothing(ann: Person) -> None:
    forged = ann.given["access_token"][:-4] + "AAAA"
    assert ann.client.post("/api/auth/logout", {}, headers=bearing(forged)).status_code == 401
    assert ann.client.post("/api/auth/logout", {}, headers=bearing(mint("alice"))).status_code == 403
    assert ann.family.ended_at is None


@pytest.mark.parametrize("by", ["refresh token", "access token"])
def test_repeated_it_stops_the_access_tokens_as_well(ann: Person, settings: Settings, by: str) -> None:
    by_refresh_token = by == "refresh token"
    body = {"refresh_token": ann.given["refresh_token"]} if by_refresh_token else {}
    headers = {} if by_refresh_token else bearing(ann.given["access_token"])
    usual, settings.CACHES = settings.CACHES, NOBODY
    assert ann.client.post("/api/auth/logout", body, headers=headers).status_code == 503
    assert AuthEvent.objects.filter(kind="logged_out", reason="access_tokens_go_on").exists()
    settings.CACHES = usual
    assert ann.tasks(ann.given["access_token"]) == 200
    assert ann.client.post("/api/auth/logout", body, headers=headers).status_code == 204
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
