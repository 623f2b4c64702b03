"""Rates: counted once, by person, account or address, on whichever cache is shared."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import caches
from django.http import HttpRequest
from django.test import Client
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from authbridge.client_address import client_address
from authbridge.principal import ANONYMOUS, Principal
from authbridge.testing import bearer
from authbridge.throttling import (
    AddressRateThrottle,
    Outcome,
    PrincipalRateThrottle,
    Rate,
    count,
    parse_rate,
    rate_limit_fields,
)
from tests import environment, real_parts

pytestmark = pytest.mark.anywhere


@pytest.fixture(autouse=True)
def _standing_clock() -> Iterator[None]:
    """The clock stands at the beginning of an hour: no window ends while a test counts."""
    with time_machine.travel(1_800_000_000, tick=False):
        yield


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("", None),
        ("  ", None),
        ("600/min", Rate(600, 60)),
        (" 5 / 10s ", Rate(5, 10)),
        ("1000/hour", Rate(1000, 3_600)),
        ("2/days", Rate(2, 86_400)),
    ],
)
def test_a_rate_is_read(text: str, rate: Rate | None) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", ["0/min", "-1/min", "5", "5/", "/min", "5/month", "1.5/s", "5/0s"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="600/min"):
        parse_rate(text)


@pytest.fixture(params=["locmem", "redis"])
def cache(request: Any, settings: Any) -> str:
    """Both kinds of cache that count."""
    alias = str(request.param)
    if alias == "locmem":
        made = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rates"}
    else:
        made = {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": environment.REDIS_URL,
            "KEY_PREFIX": f"rates-{uuid4().hex}",
        }
    settings.CACHES = {**settings.CACHES, "counted": made}
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "THROTTLE_CACHE": "counted"}
    try:
        caches["counted"].set("probe", 1, 1)
    except Exception as error:  # noqa: BLE001 - whatever the client raises, it is not there
        real_parts.require("redis", available=False, why=str(error))
    return alias


def test_it_counts_to_the_limit_and_begins_anew(cache: str) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        outcomes = [count("test", f"alice-{cache}", Rate(2, 60)) for _ in range(3)]
        assert [outcome.remaining for outcome in outcomes] == [1, 0, -1]
        assert [outcome.allowed for outcome in outcomes] == [True, True, False]
        assert outcomes[0].reset == 60
        clock.shift(60)
        assert count("test", f"alice-{cache}", Rate(2, 60)).allowed


def test_many_threads_lose_no_count(cache: str) -> None:
    rate = Rate(1_000_000, 3_600)
    threads = [threading.Thread(target=lambda: [count("many", "all", rate) for _ in range(20)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rate.limit - count("many", "all", rate).remaining == 161


def test_names_and_idents_are_counted_apart_whatever_their_text(cache: str) -> None:
    for ident in ("a", "b", "x" * 300, "blank s", "ümlaut", "line\n"):
        for name in ("one", "two"):
            assert count(name, ident, Rate(5, 60)).remaining == 4


def test_a_cache_that_is_away_limits_nobody(settings: Any, caplog: Any) -> None:
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    settings.CACHES = {**settings.CACHES, "away": redis}
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "THROTTLE_CACHE": "away"}
    assert count("test", "alice", Rate(1, 60)).allowed
    assert "was not counted" in caplog.text


def request(user: Any = ANONYMOUS, **meta: Any) -> Request:
    made = Request(APIRequestFactory().get("/", **meta))
    made.user = user
    return made


def test_off_it_asks_nothing() -> None:
    asked = request()
    assert PrincipalRateThrottle().allow_request(asked, APIView())
    assert rate_limit_fields(asked._request) == {}


def test_a_person_is_counted_wherever_they_call_from(settings: Any) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "THROTTLE_RATE": "2/min"}
    answers = []
    for address in ("10.0.0.1", "10.0.0.2", "10.0.0.3"):
        throttle = PrincipalRateThrottle()
        answers.append(throttle.allow_request(request(Principal("alice"), REMOTE_ADDR=address), APIView()))
    assert answers == [True, True, False]
    assert 0 < (throttle.wait() or 0) <= 60
    assert PrincipalRateThrottle().allow_request(request(Principal("bob")), APIView())


def test_without_a_person_the_address_is_counted(settings: Any) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "THROTTLE_RATE": "1/min"}
    assert PrincipalRateThrottle().allow_request(request(REMOTE_ADDR="10.0.0.1"), APIView())
    assert not PrincipalRateThrottle().allow_request(request(REMOTE_ADDR="10.0.0.1"), APIView())
    assert PrincipalRateThrottle().allow_request(request(REMOTE_ADDR="10.0.0.2"), APIView())


def test_an_address_can_be_counted_whoever_calls() -> None:
    class Narrow(AddressRateThrottle):
        rate = "1/min"

    assert Narrow().allow_request(request(Principal("alice")), APIView())
    assert not Narrow().allow_request(request(Principal("bob")), APIView())


def test_the_fields_of_a_response_say_what_is_left() -> None:
    asked = HttpRequest()
    asked._authbridge_rate = Outcome("principal", Rate(600, 60), -1, 12)  # type: ignore[attr-defined]
    assert rate_limit_fields(asked) == {
        "RateLimit-Policy": '"principal";q=600;w=60',
        "RateLimit": '"principal";r=0;t=12',
    }


@pytest.mark.django_db
def test_over_the_rate_the_service_answers_429(settings: Any) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "THROTTLE_RATE": "1/hour"}
    first, second = (Client().get("/api/tasks", headers=bearer("alice")) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 429)
    assert int(second["Retry-After"]) > 0
    assert second["RateLimit"].startswith('"principal";r=0;t=')


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.9", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, " , ", "10.0.0.1"),
    ],
)
def test_only_the_trusted_proxies_are_believed(settings: Any, proxies: int, forwarded: str, address: str) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "TRUSTED_PROXY_COUNT": proxies}
    asked = HttpRequest()
    asked.META = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(asked) == address


def test_a_unix_socket_has_no_address() -> None:
    asked = HttpRequest()
    asked.META = {"REMOTE_ADDR": ""}
    assert client_address(asked) == ""
