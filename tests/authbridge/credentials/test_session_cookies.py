"""Better Auth's two session cookies side by side: what one cannot say, the other is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection

from authbridge.tokens.session_cookies import foreign_strategy
from tests.authbridge.credentials.test_credentials import DATA, LIVE, TOKEN, call, code, session_data, session_token

pytestmark = pytest.mark.django_db

BOTH = ("session_data_cookie", "session_token_cookie")
VECTORS = Path(__file__).parents[1] / "tokens" / "vectors"


def capture(strategy: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VECTORS / f"better-auth-cookie-{strategy}.json").read_text(encoding="utf-8"))
    return found


def vector(capture: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(vector for vector in capture["vectors"] if vector["name"] == name)
    return found


@pytest.fixture
def using(settings: Any) -> Callable[..., None]:
    def change(**keys: Any) -> None:
        settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "SOURCES": BOTH, **keys}

    return change


@pytest.fixture
def secret(settings: Any) -> str:
    found: str = settings.AUTHBRIDGE["SECRET"]
    return found


@pytest.fixture
def sessions() -> Iterator[Callable[..., None]]:
    """Better Auth's tables; `sessions(user, token)` signs a person in."""
    stamp = "timestamptz" if connection.vendor == "postgresql" else "date"
    with connection.cursor() as cursor:
        cursor.execute(
            f'create table "user" ("id" text, "name" text, "email" text, "emailVerified" boolean, "createdAt" {stamp})'
        )
        cursor.execute(
            f'create table "session" ("id" text, "userId" text, "token" text, "expiresAt" {stamp}, "createdAt" {stamp}, '
            '"ipAddress" text, "userAgent" text)'
        )

    def sign_in(user: str, token: str) -> None:
        with connection.cursor() as cursor:
            begun = "2026-01-01T00:00:00.000Z"
            cursor.execute('insert into "user" values (%s, %s, %s, true, %s)', [user, user, f"{user}@e.x", begun])
            cursor.execute(
                'insert into "session" values (%s, %s, %s, %s, %s, null, null)',
                ["s1", user, token, "2099-01-01T00:00:00.000Z", begun],
            )

    yield sign_in
    with connection.cursor() as cursor:
        cursor.execute('drop table "session"')
        cursor.execute('drop table "user"')


def test_an_expired_session_data_leaves_the_answer_to_the_session_token(
    using: Callable[..., None], sessions: Callable[..., None], secret: str
) -> None:
    using()
    sessions("alice", LIVE)
    for stale in (session_data(secret, ends_in=-1), session_data(secret, age=3_600)):
        assert call({DATA: stale, TOKEN: session_token(secret)}).status_code == 200
        assert call({DATA: stale}).status_code == 401


def test_a_session_data_of_an_earlier_version_leaves_it_too(
    using: Callable[..., None], sessions: Callable[..., None], secret: str
) -> None:
    using(SESSION_COOKIE_VERSION="2")
    sessions("alice", LIVE)
    assert call({DATA: session_data(secret), TOKEN: session_token(secret)}).status_code == 200


def test_one_with_a_piece_missing_leaves_it_too(
    using: Callable[..., None], sessions: Callable[..., None], secret: str
) -> None:
    using()
    sessions("alice", LIVE)
    assert call({f"{DATA}.1": "x", TOKEN: session_token(secret)}).status_code == 200


@pytest.mark.parametrize("strategy", ["compact", "jwe", "jwks-es256"])
@pytest.mark.parametrize("form", ["session-data", "session-data-chunked", "session-data-brief"])
def test_a_session_data_of_another_strategy_leaves_it_too(
    using: Callable[..., None], sessions: Callable[..., None], strategy: str, form: str
) -> None:
    """The cookies are those that a real Better Auth sent."""
    captured = capture(strategy)
    cookies = vector(captured, form)["cookies"]
    using(SECRET=captured["secret"])
    sessions("alice", next(value for name, value in cookies.items() if name == TOKEN).split(".")[0])
    with time_machine.travel(captured["captured_at"], tick=False):
        assert call(cookies).status_code == 200
        data_alone = {name: value for name, value in cookies.items() if name != TOKEN}
        assert code(call(data_alone)) == (401, "invalid_token")


def test_a_forged_session_data_is_refused_whatever_stands_beside_it(
    using: Callable[..., None], sessions: Callable[..., None], secret: str
) -> None:
    using()
    sessions("alice", LIVE)
    good = session_data(secret)
    header, payload, signature = good.split(".")
    for forged in (
        session_data("x" * 32),
        f"{header}.{payload}.{signature[:-4]}AAAA",
        f"{header}.{payload}.",
        "forged",
    ):
        assert code(call({DATA: forged, TOKEN: session_token(secret)})) == (401, "invalid_token"), forged[:40]


def test_a_forged_session_token_is_refused_when_it_is_asked(
    using: Callable[..., None], sessions: Callable[..., None], secret: str
) -> None:
    using()
    sessions("alice", LIVE)
    assert call({DATA: session_data(secret, ends_in=-1), TOKEN: session_token("x" * 32)}).status_code == 401
    assert call({DATA: session_data(secret, ends_in=-1), TOKEN: session_token(secret, "U" * 32)}).status_code == 401


def test_an_expired_cookie_beside_a_header_is_still_two_credentials(using: Callable[..., None], secret: str) -> None:
    from authbridge.testing import bearer

    using(SOURCES=("header", "session_data_cookie"))
    assert code(call({DATA: session_data(secret, ends_in=-1)}, **bearer())) == (401, "invalid_token")


def test_a_write_by_the_second_cookie_needs_a_trusted_page_as_well(
    using: Callable[..., None], sessions: Callable[..., None], secret: str
) -> None:
    using()
    sessions("alice", LIVE)
    cookies = {DATA: session_data(secret, ends_in=-1), TOKEN: session_token(secret)}
    assert code(call(cookies, "POST")) == (403, "forbidden")
    assert call(cookies, "POST", Origin="http://localhost:3000").status_code == 201


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "e30", "e30.x.y.z.w", "eyJzZXNzaW9uIjp7fX0"])
def test_what_is_no_session_data_at_all_is_of_no_strategy(text: str) -> None:
    assert foreign_strategy(text) is None
