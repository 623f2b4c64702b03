"""Where a credential is taken from, who may send a cookie, and what is refused."""

from __future__ import annotations

import hmac
import json
import time
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from authbridge.testing import ABSENT, bearer, mint
from authbridge.tokens.issuer import sign
from authbridge.tokens.keys import Key

pytestmark = [pytest.mark.anywhere, pytest.mark.django_db]

ACCESS, DATA, TOKEN = "access", "better-auth.session_data", "better-auth.session_token"
LIVE = "T" * 32


@pytest.fixture
def using(settings: Any) -> Callable[..., None]:
    """Change keys of the bridge's settings."""

    def change(**keys: Any) -> None:
        settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "ACCESS_COOKIE": ACCESS, **keys}

    return change


def call(cookies: Any = None, method: Any = "GET", **headers: Any) -> Any:
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies or {})
    data = json.dumps({"title": "x"}) if method == "POST" else ""
    return client.generic(method, "/api/tasks", data, "application/json", headers=headers)


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"] if response.status_code >= 400 else ""


def session_data(secret: str, token: str = LIVE, *, ends_in: float = 600, age: int = 0, **user: Any) -> str:
    now = int(time.time()) - age
    ends = datetime.fromtimestamp(now + ends_in, UTC).isoformat().replace("+00:00", "Z")
    session = {"id": "s1", "userId": "alice", "token": token, "expiresAt": ends}
    payload = {"session": session, "user": {"id": "alice", **user}, "version": "1", "iat": now, "exp": now + 300}
    return sign({"alg": "HS256"}, payload, Key.shared(secret))


def session_token(secret: str, token: str = LIVE) -> str:
    return quote(f"{token}.{b64encode(hmac.digest(secret.encode(), token.encode(), 'sha256')).decode()}", safe="")


@pytest.fixture
def secret(settings: Any) -> str:
    found: str = settings.AUTHBRIDGE["SECRET"]
    return found


def test_a_cookie_is_no_credential_unless_its_source_is_on(using: Callable[..., None], secret: str) -> None:
    using()
    for cookies in ({ACCESS: mint()}, {DATA: session_data(secret)}, {TOKEN: session_token(secret)}):
        assert code(call(cookies)) == (401, "not_authenticated")


def test_the_access_cookie_is_a_credential_when_on(using: Callable[..., None]) -> None:
    using(SOURCES=("header", "access_cookie"))
    assert call({ACCESS: mint()}).status_code == 200
    assert code(call({ACCESS: "x"})) == (401, "invalid_token")


def test_two_credentials_are_refused(using: Callable[..., None]) -> None:
    using(SOURCES=("header", "access_cookie"))
    assert code(call({ACCESS: mint()}, **bearer())) == (401, "invalid_token")
    using(SOURCES=("header",))
    assert call({ACCESS: mint()}, **bearer()).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://attacker.invalid"}, 403),
        ({"Origin": "http://localhost:3000.attacker.invalid"}, 403),
        ({"Origin": "https://attacker.invalid", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Referer": "http://localhost:3000/"}, 403),
        ({"Origin": "http://localhost:3000"}, 201),
        ({"Origin": "http://testserver"}, 201),
        ({"Origin": "https://more.example"}, 201),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
    ],
)
def test_a_write_with_a_cookie_needs_a_trusted_page(
    using: Callable[..., None], headers: dict[str, str], status: int
) -> None:
    using(SOURCES=("header", "access_cookie"), TRUSTED_ORIGINS=("https://more.example/",))
    response = call({ACCESS: mint()}, "POST", **headers)
    assert response.status_code == status
    if status == 403:
        assert response.json()["code"] == "forbidden"


def test_a_write_with_a_header_needs_none(using: Callable[..., None]) -> None:
    using(SOURCES=("header", "access_cookie"))
    assert call(method="POST", **bearer(), Origin="https://attacker.invalid").status_code == 201


def test_the_policy_can_be_switched_off_with_a_reason(using: Callable[..., None]) -> None:
    using(SOURCES=("access_cookie",), CSRF_OFF_REASON="the gateway in front checks it")
    assert call({ACCESS: mint()}, "POST").status_code == 201


def test_session_data_is_a_credential_when_on(using: Callable[..., None], secret: str) -> None:
    using(SOURCES=("session_data_cookie",))
    assert call({DATA: session_data(secret)}).status_code == 200
    assert code(call({DATA: session_data("x" * 32)})) == (401, "invalid_token")
    assert code(call({DATA: session_data(secret, ends_in=-1)})) == (401, "invalid_token")
    # An API token is not the content of a session cookie.
    assert code(call({DATA: mint()})) == (401, "invalid_token")


def test_session_data_in_pieces_is_put_together(using: Callable[..., None], secret: str) -> None:
    using(SOURCES=("session_data_cookie",))
    whole = session_data(secret, image="y" * 9_000)
    pieces = {
        f"{DATA}.{number}": whole[place : place + 3_000] for number, place in enumerate(range(0, len(whole), 3_000))
    }
    assert len(pieces) > 3
    assert call(pieces).status_code == 200
    pieces.pop(f"{DATA}.1")
    assert code(call(pieces)) == (401, "invalid_token")


def test_the_two_session_cookies_must_be_of_one_session(using: Callable[..., None], secret: str) -> None:
    using(SOURCES=("session_data_cookie", "session_token_cookie"))
    data = session_data(secret)
    assert call({DATA: data, TOKEN: session_token(secret)}).status_code == 200
    assert code(call({DATA: data, TOKEN: session_token(secret, "U" * 32)})) == (401, "invalid_token")
    assert code(call({DATA: data, TOKEN: "forged"})) == (401, "invalid_token")


def test_secure_cookies_have_a_prefix_that_plain_ones_cannot_pass_for(using: Callable[..., None], secret: str) -> None:
    using(SOURCES=("session_data_cookie",), BASE_URL="https://app.example")
    assert code(call({DATA: session_data(secret)})) == (401, "not_authenticated")
    assert call({"__Secure-" + DATA: session_data(secret)}).status_code == 200
    using(SOURCES=("session_data_cookie",), COOKIE_PREFIX="todo", SECURE_COOKIES=True)
    assert call({"__Secure-todo.session_data": session_data(secret)}).status_code == 200


def test_a_version_of_the_cookie_cache_can_be_demanded(using: Callable[..., None], secret: str) -> None:
    using(SOURCES=("session_data_cookie",), SESSION_COOKIE_VERSION="2")
    assert code(call({DATA: session_data(secret)})) == (401, "invalid_token")


def test_every_secret_of_the_ring_verifies(using: Callable[..., None], secret: str) -> None:
    using(SECRET="n" * 16 + "0123456789abcdef", PREVIOUS_SECRETS=(secret,))
    assert call(**bearer(secret=secret)).status_code == 200
    assert call(**bearer()).status_code == 200
    using(SECRET="n" * 16 + "0123456789abcdef", PREVIOUS_SECRETS=())
    assert code(call(**bearer(secret=secret))) == (401, "invalid_token")


def test_better_auths_own_versioned_secrets_are_understood(using: Callable[..., None], secret: str) -> None:
    new = "v" * 16 + "0123456789abcdef"
    using(SECRET="", SECRETS=f"2:{new},1:{secret}")
    assert call(**bearer(secret=secret)).status_code == 200
    assert call(**bearer(secret=new)).status_code == 200


def test_beside_versioned_secrets_the_single_one_verifies_nothing(using: Callable[..., None], secret: str) -> None:
    """Better Auth's own setting after a rotation keeps the old secret there, to open what was encrypted with it."""
    new = "v" * 16 + "0123456789abcdef"
    using(SECRET=secret, SECRETS=f"2:{new}")
    assert call(**bearer(secret=new)).status_code == 200
    assert code(call(**bearer(secret=secret))) == (401, "invalid_token")
    using(SECRET=secret, SECRETS=f"2:{new}", PREVIOUS_SECRETS=(secret,))
    assert call(**bearer(secret=secret)).status_code == 200


def test_other_claims_can_be_named(using: Callable[..., None]) -> None:
    using(USER_ID_CLAIM="uid", REQUIRED_CLAIMS=("tenant",))
    assert call(**bearer(uid="alice", tenant="t")).status_code == 200
    assert code(call(**bearer(uid="alice"))) == (401, "invalid_token")
    assert code(call(**bearer(tenant="t"))) == (401, "invalid_token")


def test_a_configured_audience_makes_aud_mandatory(using: Callable[..., None]) -> None:
    using()
    assert call(**bearer(aud=ABSENT)).status_code == 200
    using(AUDIENCE=("https://api.example",))
    assert call(**bearer(aud="https://api.example")).status_code == 200
    assert code(call(**bearer(aud=ABSENT))) == (401, "invalid_token")
    assert code(call(**bearer(aud="http://localhost:3000"))) == (401, "invalid_token")


def test_a_refusal_challenges_as_rfc_6750_has_it(using: Callable[..., None]) -> None:
    using(REALM="todo")
    assert call()["WWW-Authenticate"] == 'Bearer realm="todo"'
    assert call(Authorization="Bearer x")["WWW-Authenticate"].startswith('Bearer realm="todo", error="invalid_token"')
    expired = call(**bearer(expires_in=-1, iat=1))
    assert 'error_description="The access token has expired."' in expired["WWW-Authenticate"]


def test_to_authenticate_takes_no_query(django_assert_num_queries: Any) -> None:
    from rest_framework.request import Request
    from rest_framework.test import APIRequestFactory

    from authbridge.authentication import BetterAuthAuthentication

    request = Request(APIRequestFactory().get("/", headers=bearer("alice")))
    with django_assert_num_queries(0):
        for _ in range(3):
            found = BetterAuthAuthentication().authenticate(request)
            assert found is not None
            assert found[0].id == "alice"
