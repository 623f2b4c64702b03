"""POST /api/auth/refresh: rotation, grace, reuse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from authbridge.accounts.models import RefreshToken, User
from authbridge.accounts.sessions import refresh_tokens
from authbridge.testing import mint
from tests.authbridge.accounts.person import Person

URL = "/api/auth/refresh"


def later(**span: float) -> Any:
    """The clock, moved on from now; it goes on ticking."""
    return time_machine.travel(timezone.now() + timedelta(**span), tick=True)


def test_it_gives_the_next_token_and_an_access_token(ann: Person) -> None:
    answer = ann.refresh(ann.given["refresh_token"])
    body = answer.json()
    assert answer.status_code == 200
    assert body["refresh_token"] != ann.given["refresh_token"]
    assert ann.tasks(body["access_token"]) == 200
    assert answer["Cache-Control"] == "no-store"


def test_each_token_leads_to_the_next(ann: Person) -> None:
    token = ann.given["refresh_token"]
    seen = {token}
    for _ in range(5):
        token = ann.refresh(token).json()["refresh_token"]
        seen.add(token)
    assert len(seen) == 6
    assert ann.family.tokens.count() == 6
    assert ann.family.tokens.filter(used_at=None).count() == 1


def test_within_the_grace_it_gives_the_same_successor(ann: Person) -> None:
    answers = [ann.refresh(ann.given["refresh_token"]) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1
    assert ann.family.tokens.count() == 2


def test_who_comes_a_moment_too_late_gets_the_winners_successor(ann: Person) -> None:
    token = ann.given["refresh_token"]
    slow = refresh_tokens.find_token(token)
    winner = refresh_tokens.rotate_token(token)
    assert refresh_tokens.use_token(slow, token).refresh_token == winner.refresh_token
    assert ann.family.tokens.count() == 2


def test_the_successor_is_found_again_after_the_key_was_rotated(ann: Person, settings: Settings) -> None:
    first = ann.refresh(ann.given["refresh_token"]).json()["refresh_token"]
    old = settings.AUTHBRIDGE["LOCAL_SECRET"]
    rotated = settings.AUTHBRIDGE | {"LOCAL_SECRET": "another-local-key-" + "a1B2c3D4" * 4}
    settings.AUTHBRIDGE = rotated | {"LOCAL_PREVIOUS_SECRETS": (old,)}
    assert ann.refresh(ann.given["refresh_token"]).json()["refresh_token"] == first
    settings.AUTHBRIDGE = rotated
    assert ann.refresh(ann.given["refresh_token"]).status_code == 401


def test_a_second_use_after_the_grace_ends_the_whole_session(ann: Person) -> None:
    stolen = ann.given["refresh_token"]
    newest = ann.refresh(ann.refresh(stolen).json()["refresh_token"]).json()
    assert ann.tasks(newest["access_token"]) == 200
    with later(seconds=11):
        answer = ann.refresh(stolen)
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
        assert ann.refresh(newest["refresh_token"]).status_code == 401
        assert ann.tasks(newest["access_token"]) == 401
    assert ann.family.end_reason == "reuse"
    assert ann.family.ended_at is not None


def test_a_grandparent_is_refused_within_the_grace_and_ends_the_session(ann: Person) -> None:
    """Whoever holds it has missed two answers: the grace is for one that was lost."""
    grandparent = ann.given["refresh_token"]
    parent = ann.refresh(grandparent).json()["refresh_token"]
    newest = ann.refresh(parent).json()["refresh_token"]
    assert ann.refresh(parent).json()["refresh_token"] == newest
    answer = ann.refresh(grandparent)
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
    assert ann.refresh(newest).status_code == 401
    assert ann.family.end_reason == "reuse"


@pytest.mark.parametrize("form", [" {}", "{} ", "\t{}", "{}\n", "\u00a0{}", "{}\u2003", " {} "])
@pytest.mark.parametrize("route", ["refresh", "logout"])
def test_a_token_with_blanks_around_it_is_no_token(ann: Person, form: str, route: str) -> None:
    token = form.format(ann.given["refresh_token"])
    answer = ann.client.post(f"/api/auth/{route}", {"refresh_token": token})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
    assert ann.family.ended_at is None
    assert ann.family.tokens.filter(used_at=None).count() == 1


def test_reuse_ends_no_other_session(ann: Person) -> None:
    other = ann.log_in().json()
    ann.refresh(ann.given["refresh_token"])
    with later(seconds=11):
        assert ann.refresh(ann.given["refresh_token"]).status_code == 401
        assert ann.refresh(other["refresh_token"]).status_code == 200
        assert ann.tasks(other["access_token"]) == 200


def test_a_token_past_its_end_is_expired_and_ends_nothing(ann: Person) -> None:
    with later(days=7, seconds=1):
        answer = ann.refresh(ann.given["refresh_token"])
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")
    assert ann.family.ended_at is None


def test_no_rotation_reaches_past_the_end_of_the_session(ann: Person) -> None:
    token, start = ann.given["refresh_token"], timezone.now()
    for week in range(1, 5):
        with time_machine.travel(start + timedelta(days=6.9 * week), tick=True):
            token = ann.refresh(token).json()["refresh_token"]
    last = RefreshToken.objects.get(digest=refresh_tokens.hash_token(token))
    assert last.expires_at == ann.family.expires_at
    with time_machine.travel(start + timedelta(days=30, seconds=1), tick=True):
        assert ann.refresh(token).json()["code"] == "token_expired"


def test_a_closed_account_gets_no_more(ann: Person) -> None:
    User.objects.update(is_active=False)
    assert ann.refresh(ann.given["refresh_token"]).status_code == 401


# In real transactions: the one around a test hides those that a statement opens.
@pytest.mark.django_db(transaction=True)
def test_it_takes_at_most_six_statements(ann: Person, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(6):
        assert ann.refresh(ann.given["refresh_token"]).status_code == 200
    with django_assert_max_num_queries(6):
        assert ann.refresh(ann.given["refresh_token"]).status_code == 200


def test_it_stores_digests_and_nothing_that_could_be_replayed(ann: Person) -> None:
    token = ann.given["refresh_token"]
    following = ann.refresh(token).json()["refresh_token"]
    stored = str(list(RefreshToken.objects.values()))
    assert refresh_tokens.hash_token(token) in stored
    assert token not in stored
    assert following not in stored
    assert len(token) == len(following) == 43


@pytest.mark.parametrize("token", ["", " ", "x", "A" * 43, "A" * 44, "ä" * 43, "a.b.c", "A" * 513, "A" * 42 + "\n"])
def test_what_is_no_token_of_ours_is_refused(ann: Person, token: str) -> None:
    assert ann.refresh(token).status_code in (400, 401)


@pytest.mark.parametrize("token", [None, 5, [], {}, True])
def test_what_is_no_text_is_named(ann: Person, token: object) -> None:
    answer = ann.client.post(URL, {"refresh_token": token})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/refresh_token")


def test_without_a_token_there_is_nothing_to_refresh(ann: Person) -> None:
    answer = ann.client.post(URL, {})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'


def test_an_access_token_is_no_refresh_token(ann: Person) -> None:
    answer = ann.refresh(ann.given["access_token"])
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")


def test_a_refresh_token_is_no_access_token(ann: Person) -> None:
    assert ann.tasks(ann.given["refresh_token"]) == 401


def test_a_better_auth_token_is_no_refresh_token(ann: Person) -> None:
    token = mint("alice")
    assert ann.tasks(token) == 200
    assert ann.refresh(token).status_code == 401
    header = ann.client.post(URL, {}, headers={"Authorization": f"Bearer {token}"})
    assert header.status_code == 401


def test_an_expired_access_token_beside_it_does_not_matter(ann: Person) -> None:
    answer = ann.client.post(
        URL, {"refresh_token": ann.given["refresh_token"]}, headers={"Authorization": "Bearer not.a.token"}
    )
    assert answer.status_code == 200
