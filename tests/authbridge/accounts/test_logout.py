"""POST /api/auth/logout."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from authbridge.accounts.models import RefreshFamily
from tests.authbridge.accounts.person import Person, bearing
from tests.conftest import Api

URL = "/api/auth/logout"


def log_out(person: Person, body: dict[str, Any] | None = None, token: str | None = None) -> Any:
    """POST /logout with an access token or none."""
    return person.client.post(URL, body or {}, headers=bearing(token) if token else {})


def test_it_ends_the_session_and_its_access_tokens_at_once(ann: Person) -> None:
    newer = ann.refresh(ann.given["refresh_token"]).json()
    answer = log_out(ann, token=ann.given["access_token"])
    assert answer.status_code == 204
    assert ann.refresh(newer["refresh_token"]).status_code == 401
    assert [ann.tasks(token) for token in (ann.given["access_token"], newer["access_token"])] == [401, 401]
    assert (ann.family.end_reason, ann.family.ended_at is not None) == ("logout", True)


def test_it_leaves_other_sessions_alone(ann: Person) -> None:
    other = ann.log_in().json()
    log_out(ann, token=ann.given["access_token"])
    assert ann.tasks(other["access_token"]) == 200
    assert ann.refresh(other["refresh_token"]).status_code == 200


def test_everywhere_ends_every_session(ann: Person) -> None:
    other = ann.log_in().json()
    assert log_out(ann, {"everywhere": True}, ann.given["access_token"]).status_code == 204
    assert [ann.tasks(held["access_token"]) for held in (ann.given, other)] == [401, 401]
    assert ann.refresh(other["refresh_token"]).status_code == 401
    assert not RefreshFamily.objects.filter(ended_at=None).exists()
    assert ann.tasks(ann.log_in().json()["access_token"]) == 200


def test_everywhere_means_ones_own(ann: Person) -> None:
    bob = Person(ann.client, "bob@example.com")
    log_out(ann, {"everywhere": True}, ann.given["access_token"])
    assert bob.tasks(bob.given["access_token"]) == 200


def test_a_refresh_token_logs_out_too(ann: Person) -> None:
    assert log_out(ann, {"refresh_token": ann.given["refresh_token"]}).status_code == 204
    assert ann.tasks(ann.given["access_token"]) == 401


def test_a_refresh_token_logs_out_beside_an_expired_access_token(ann: Person) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=True):
        both = {"refresh_token": ann.given["refresh_token"]}
        assert log_out(ann, both, ann.given["access_token"]).status_code == 204
    assert ann.family.ended_at is not None


def test_an_expired_access_token_alone_is_refused(ann: Person) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=True):
        answer = log_out(ann, token=ann.given["access_token"])
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")
    assert ann.family.ended_at is None


def test_a_refresh_token_logs_out_everywhere_while_it_could_be_refreshed(ann: Person) -> None:
    other = ann.log_in().json()
    newest = ann.refresh(ann.given["refresh_token"]).json()["refresh_token"]
    used = log_out(ann, {"refresh_token": ann.given["refresh_token"], "everywhere": True})
    assert (used.status_code, ann.tasks(other["access_token"])) == (401, 200)
    assert log_out(ann, {"refresh_token": newest, "everywhere": True}).status_code == 204
    assert ann.tasks(other["access_token"]) == 401


def test_logging_out_twice_is_logging_out(ann: Person) -> None:
    body = {"refresh_token": ann.given["refresh_token"]}
    assert [log_out(ann, body).status_code for _ in range(2)] == [204, 204]
    assert log_out(ann, {"refresh_token": "A" * 43}).status_code == 204


def test_it_needs_a_credential(ann: Person) -> None:
    answer = log_out(ann)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_a_better_auth_session_is_not_ours_to_end(alice: Api) -> None:
    answer = alice.post(URL, {})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_it_refuses_words_for_yes(ann: Person) -> None:
    answer = log_out(ann, {"everywhere": "true"}, ann.given["access_token"])
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/everywhere")
    assert ann.family.ended_at is None
