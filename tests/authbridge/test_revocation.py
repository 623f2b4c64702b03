"""What was revoked is refused from the next request on, and the list cannot grow."""

from __future__ import annotations

import time
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from authbridge import conf, revocation, signals
from authbridge.principal import Principal
from authbridge.testing import bearer, mint

pytestmark = [pytest.mark.anywhere, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _on(settings: Any) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "REVOCATION": True}


def status(token: str) -> int:
    return int(_get(token).status_code)


def _get(token: str) -> Any:
    return Client(raise_request_exception=False).get("/api/tasks", headers={"Authorization": f"Bearer {token}"})


def test_a_session_is_ended_and_the_others_go_on() -> None:
    ended, other = mint(sid="s1"), mint(sid="s2")
    assert (status(ended), status(other)) == (200, 200)
    revocation.revoke_session("s1")
    assert (status(ended), status(other), status(mint())) == (401, 200, 200)
    assert _get(ended).json()["code"] == "invalid_token"


def test_one_token_is_ended_by_its_jti() -> None:
    revocation.revoke_token("j1")
    assert (status(mint(jti="j1")), status(mint(jti="j2")), status(mint(jti=7))) == (401, 200, 200)


def test_everything_of_a_person_until_now_is_ended_and_what_comes_later_is_not() -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        old = mint("alice")
        revocation.revoke_subject("alice")
        assert (status(old), status(mint("bob"))) == (401, 200)
        clock.shift(11)
        assert status(mint("alice")) == 200


def test_a_clock_ahead_of_ours_saves_no_token_from_its_end(settings: Any) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "LEEWAY": 10}
    with time_machine.travel(1_800_000_000, tick=False):
        ahead = mint("alice", iat=1_800_000_009)
        assert status(ahead) == 200
        revocation.revoke_subject("alice")
        assert status(ahead) == 401


def test_a_local_token_is_as_exact_as_our_own_clock() -> None:
    def issue() -> str:
        return conf.current().local_issuer.issue(Principal("L" * 32, session_id="s1"))

    with time_machine.travel(1_800_000_000, tick=False) as clock:
        old = issue()
        revocation.revoke_subject("L" * 32)
        clock.shift(0.01)
        assert (status(old), status(issue())) == (401, 200)


def test_a_token_that_does_not_say_when_it_was_issued_is_ended_too() -> None:
    from authbridge.testing import ABSENT

    token = mint("alice", iat=ABSENT)
    assert status(token) == 200
    revocation.revoke_subject("alice")
    assert status(token) == 401


def test_ids_of_any_form_are_kept_apart() -> None:
    # Minted first: one that is minted in the second after is not ended, and rightly so.
    odd, long = mint("ümläut/1"), mint("x" * 255)
    revocation.revoke_subject("ümläut/1")
    revocation.revoke_subject("x" * 255)
    assert status(odd) == 401
    assert status(long) == 401
    assert status(mint("x" * 254)) == 200


def test_off_nothing_is_asked_but_for_local_accounts(settings: Any) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "REVOCATION": False}
    local = conf.current().local_issuer.issue(Principal("L" * 32, session_id="s1"))
    revocation.revoke_session("s1")
    assert (status(mint(sid="s1")), status(local)) == (200, 401)


def test_an_entry_lives_no_longer_than_what_it_ends() -> None:
    cache = caches[conf.keys().REVOCATION_CACHE]
    with time_machine.travel(time.time(), tick=False) as clock:
        revocation.revoke_session("s1", until=time.time() + 60)
        assert status(mint(sid="s1", expires_in=60)) == 401
        if "locmem" in type(cache).__module__:
            clock.shift(62)
            assert status(mint(sid="s1")) == 200
        revocation.revoke_session("s3", until=time.time() - 1)
        assert status(mint(sid="s3")) == 200


def test_nothing_cannot_be_revoked() -> None:
    with pytest.raises(ValueError, match="no sid"):
        revocation.revoke_session("")


def test_whoever_listens_is_told_and_cannot_break_it() -> None:
    told: list[tuple[str, str, str]] = []

    def listen(kind: str, value: str, actor: str, **kwargs: Any) -> None:
        told.append((kind, value, actor))
        raise RuntimeError

    signals.token_revoked.connect(listen)
    try:
        revocation.revoke_session("s1", actor="sam")
    finally:
        signals.token_revoked.disconnect(listen)
    assert told == [("sid", "s1", "sam")]


@pytest.fixture
def _away(settings: Any) -> None:
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    settings.CACHES = {**settings.CACHES, "away": redis}
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "REVOCATION_CACHE": "away"}


@pytest.mark.usefixtures("_away")
def test_while_the_list_is_away_nothing_is_decided(caplog: Any) -> None:
    answer = Client().get("/api/tasks", headers=bearer())
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer["Retry-After"]) > 0
    assert "revocation list did not answer" in caplog.text


@pytest.mark.usefixtures("_away")
def test_or_tokens_are_accepted_where_that_was_chosen(settings: Any) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "REVOCATION_FAIL_OPEN": True}
    assert status(mint()) == 200
