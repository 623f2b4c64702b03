"""Every credential that a real Better Auth hands out: accepted where it is configured, refused where it is not."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, get_args

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from authbridge.credentials.resolve import authenticate_request
from authbridge.principal import Principal
from tests.better_auth.fixtures import StartBetterAuth
from tests.better_auth.options import Flavour, Way
from tests.better_auth.person import Person
from tests.better_auth.server import API_SECRET, OTHER_SECRET, SECRET, BetterAuthServer, RefusedError

# The database has no part in what is asked here, and a dozen servers are worth starting once.
pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

HS256_WAYS: list[Way] = ["hs256-route", "hs256-endpoint", "hs256-jwt-plugin"]
ASYMMETRIC = [flavour for flavour in get_args(Flavour) if flavour != "hs256"]
ACCEPTED, REFUSED, EXPIRED, NOBODY = (
    (200, ""),
    (401, "invalid_token"),
    (401, "token_expired"),
    (401, "not_authenticated"),
)

Answer = tuple[int, str]
Bridge = Callable[..., None]


@pytest.fixture
def bridge(settings: Settings, db: None) -> Bridge:
    """Configures the bridge with exactly these keys, beside the one of local accounts."""
    local = {"LOCAL_SECRET": settings.AUTHBRIDGE["LOCAL_SECRET"]}

    def configure(**keys: Any) -> None:
        settings.AUTHBRIDGE = local | keys

    return configure


def answer(response: Any) -> Answer:
    return response.status_code, "" if response.status_code < 400 else response.json()["code"]


def with_bearer(token: str) -> Answer:
    return answer(Client().get("/api/tasks", headers={"Authorization": f"Bearer {token}"}))


def with_cookies(person: Person) -> Answer:
    return answer(Client().get("/api/tasks", headers={"Cookie": person.cookie_header}))


def principal_of(token: str) -> Principal:
    verified = authenticate_request(RequestFactory().get("/", headers={"Authorization": f"Bearer {token}"}))
    assert verified is not None
    return verified.principal


def shared(server: BetterAuthServer, **more: Any) -> dict[str, Any]:
    return {"SECRET": SECRET, "BASE_URL": server.origin, **more}


def key_set(server: BetterAuthServer, **more: Any) -> dict[str, Any]:
    return {"JWKS_URL": server.jwks_url, "BASE_URL": server.origin, **more}


# -- HS256 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", HS256_WAYS)
def test_hs256_is_accepted_under_its_secret_only(
    bridge: Bridge, better_auth: BetterAuthServer, better_auth_with: StartBetterAuth, way: Way
) -> None:
    token = better_auth.token(better_auth.sign_up(), way)
    bridge(**shared(better_auth))
    assert with_bearer(token) == ACCEPTED
    bridge(**shared(better_auth, SECRET=OTHER_SECRET))
    assert with_bearer(token) == REFUSED
    bridge(**key_set(better_auth_with(flavour="es256"), BASE_URL=better_auth.origin))
    assert with_bearer(token) == REFUSED


def test_an_api_secret_of_its_own_leaves_better_auths_secret_out(
    bridge: Bridge, better_auth_with: StartBetterAuth
) -> None:
    server = better_auth_with(apiSecret=API_SECRET, cookieCache="jwt")
    alice = server.sign_up()
    token, link = server.token(alice), server.verification_link_token(alice)
    bridge(**shared(server, SECRET=API_SECRET))
    assert with_bearer(token) == ACCEPTED
    assert with_bearer(link) == REFUSED
    bridge(**shared(server))
    assert with_bearer(token) == REFUSED


def test_the_whole_user_row_as_payload_is_accepted_and_read(bridge: Bridge, better_auth_with: StartBetterAuth) -> None:
    server = better_auth_with(claims="user-row")
    alice = server.sign_up(name="Alice")
    bridge(**shared(server))
    principal = principal_of(server.token(alice))
    assert (principal.id, principal.email, principal.name) == (alice.id, alice.email, "Alice")
    assert principal.email_verified is False


def test_a_role_comes_from_the_token_only_where_its_claim_is_named(
    bridge: Bridge, better_auth: BetterAuthServer
) -> None:
    alice = better_auth.sign_up()
    better_auth.set_role(alice, "user,support")
    token = better_auth.token(alice)
    bridge(**shared(better_auth))
    assert principal_of(token).roles == frozenset()
    bridge(**shared(better_auth, ROLES_CLAIM="role"))
    assert principal_of(token).roles == {"user", "support"}


def test_rotating_the_secret_keeps_old_tokens_for_as_long_as_it_is_named(
    bridge: Bridge, start_better_auth: StartBetterAuth
) -> None:
    server = start_better_auth()
    alice = server.sign_up()
    old = server.token(alice)
    server.restart(secret=OTHER_SECRET)
    new = server.token(server.sign_in(alice.email))
    bridge(**shared(server, SECRET=OTHER_SECRET, PREVIOUS_SECRETS=[SECRET]))
    assert (with_bearer(old), with_bearer(new)) == (ACCEPTED, ACCEPTED)
    bridge(**shared(server, SECRET=OTHER_SECRET))
    assert (with_bearer(old), with_bearer(new)) == (REFUSED, ACCEPTED)


def test_better_auths_versioned_secrets_are_understood(bridge: Bridge, start_better_auth: StartBetterAuth) -> None:
    versions = f"2:{OTHER_SECRET},1:{SECRET}"
    server = start_better_auth(secret=SECRET, secrets=versions)
    token = server.token(server.sign_up())
    bridge(SECRETS=versions, BASE_URL=server.origin)
    assert with_bearer(token) == ACCEPTED


# -- JWKS -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flavour", ASYMMETRIC)
def test_a_key_set_token_is_accepted_where_its_set_is_configured(
    bridge: Bridge, better_auth_with: StartBetterAuth, flavour: Flavour
) -> None:
    server = better_auth_with(flavour=flavour)
    alice = server.sign_up()
    token, expired = server.token(alice, "jwks"), server.expired_token(alice, "jwks")
    bridge(**key_set(server))
    assert (with_bearer(token), with_bearer(expired)) == (ACCEPTED, EXPIRED)
    bridge(**shared(server))
    assert with_bearer(token) == REFUSED
    others = {"EdDSA", "ES256", "ES512", "RS256", "PS256"} - {server.jwks()["keys"][0]["alg"]}
    bridge(**key_set(server, JWKS_ALGORITHMS=sorted(others)))
    assert with_bearer(token) == REFUSED


def test_shared_secret_and_key_set_side_by_side(bridge: Bridge, better_auth_with: StartBetterAuth) -> None:
    server = better_auth_with(flavour="es256")
    alice = server.sign_up()
    tokens = [server.token(alice, way) for way in ("hs256-route", "hs256-endpoint", "jwks")]
    bridge(**key_set(server, SECRET=SECRET))
    assert [with_bearer(token) for token in tokens] == [ACCEPTED] * 3
    assert with_bearer(server.verification_link_token(alice)) == REFUSED


def test_a_key_set_token_for_another_api_is_refused(bridge: Bridge, better_auth_with: StartBetterAuth) -> None:
    server = better_auth_with(flavour="es256", audience="https://another-api.example")
    token = server.token(server.sign_up(), "jwks")
    bridge(**key_set(server))
    assert with_bearer(token) == REFUSED
    bridge(**key_set(server, AUDIENCE=["https://another-api.example"]))
    assert with_bearer(token) == ACCEPTED


def test_a_session_cookie_signed_by_the_key_set_is_no_api_token(
    bridge: Bridge, better_auth_with: StartBetterAuth
) -> None:
    server = better_auth_with(flavour="es256", cookieCache="jwt", sessionCookieCache=True)
    alice = server.sign_up()
    bridge(**key_set(server))
    assert with_bearer(server.token(alice, "jwks")) == ACCEPTED
    assert with_bearer(server.session_data_cookie(alice)) == REFUSED
    bridge(**key_set(server, AUDIENCE=["better-auth:session-cache"]))
    assert with_bearer(server.session_data_cookie(alice)) == REFUSED


def test_a_rotated_key_is_fetched_and_the_old_one_serves_its_grace(
    bridge: Bridge, start_better_auth: StartBetterAuth
) -> None:
    server = start_better_auth(flavour="es256")
    alice = server.sign_up()
    old = server.token(alice, "jwks")
    bridge(**key_set(server, JWKS_COOLDOWN=0))
    assert with_bearer(old) == ACCEPTED
    server.retire_keys()
    new = server.token(alice, "jwks")
    assert (with_bearer(new), with_bearer(old)) == (ACCEPTED, ACCEPTED)


def test_an_auth_server_that_is_down_is_missed_only_by_who_has_not_asked_it_yet(
    bridge: Bridge, start_better_auth: StartBetterAuth
) -> None:
    server = start_better_auth(flavour="eddsa")
    alice = server.sign_up()
    first, second = server.token(alice, "jwks"), server.token(server.sign_in(alice.email), "jwks")
    known, cold = key_set(server), key_set(server, JWKS_TIMEOUT=1)
    bridge(**known)
    assert with_bearer(first) == ACCEPTED
    server.stop()
    assert with_bearer(second) == ACCEPTED
    bridge(**cold)
    response = Client().get("/api/tasks", headers={"Authorization": f"Bearer {second}"})
    assert answer(response) == (503, "unavailable")
    assert int(response.headers["Retry-After"]) > 0


# -- The cookie cache -----------------------------------------------------------------------------------------------


def cached(server: BetterAuthServer, **more: Any) -> dict[str, Any]:
    return shared(server, SOURCES=["session_data_cookie"], **more)


def signed_in(server: BetterAuthServer, **more: Any) -> Person:
    person = server.sign_up(**more)
    server.session(person)
    return person


def test_the_session_data_cookie_opens_the_api_where_it_is_a_source(
    bridge: Bridge, better_auth_with: StartBetterAuth
) -> None:
    server = better_auth_with(cookieCache="jwt")
    alice, long = signed_in(server), signed_in(server, image="x" * 9000)
    bridge(**cached(server))
    assert (with_cookies(alice), with_cookies(long)) == (ACCEPTED, ACCEPTED)
    bridge(**shared(server))
    assert with_cookies(alice) == NOBODY


def test_a_write_with_the_cookie_needs_a_page_that_is_trusted(
    bridge: Bridge, better_auth_with: StartBetterAuth
) -> None:
    server = better_auth_with(cookieCache="jwt")
    alice = signed_in(server)
    bridge(**cached(server))

    def write(**headers: str) -> int:
        sent = {"Cookie": alice.cookie_header, **headers}
        return Client().post("/api/tasks", {"title": "Milk"}, "application/json", headers=sent).status_code

    assert write() == 403
    assert write(Origin="https://evil.example") == 403
    assert write(Origin=server.origin) == 201


def test_secure_and_prefixed_names_are_found(bridge: Bridge, better_auth_with: StartBetterAuth) -> None:
    server = better_auth_with(cookieCache="jwt", secureCookies=True, cookiePrefix="shop")
    alice = signed_in(server)
    bridge(**cached(server, COOKIE_PREFIX="shop", SECURE_COOKIES=True))
    assert with_cookies(alice) == ACCEPTED
    bridge(**cached(server, COOKIE_PREFIX="shop", SECURE_COOKIES=False))
    assert with_cookies(alice) == NOBODY


@pytest.mark.parametrize("strategy", ["compact", "jwe"])
def test_the_other_strategies_are_refused(bridge: Bridge, better_auth_with: StartBetterAuth, strategy: str) -> None:
    server = better_auth_with(cookieCache=strategy)
    alice = signed_in(server)
    bridge(**cached(server))
    assert with_cookies(alice) == REFUSED


def test_a_cookie_beside_a_bearer_token_is_refused(bridge: Bridge, better_auth_with: StartBetterAuth) -> None:
    server = better_auth_with(cookieCache="jwt")
    alice = signed_in(server)
    bridge(**shared(server, SOURCES=["header", "session_data_cookie"]))
    headers = {"Cookie": alice.cookie_header, "Authorization": f"Bearer {server.token(alice)}"}
    assert answer(Client().get("/api/tasks", headers=headers)) == REFUSED


# -- What an API token opens at Better Auth itself ------------------------------------------------------------------


def test_an_api_token_with_an_email_verifies_that_email_a_lean_one_does_not(better_auth_with: StartBetterAuth) -> None:
    """Why docs and front end mint without a top-level e-mail: under one secret the token is a verification link too."""
    for claims, verified in (("user-row", True), ("lean", False)):
        server = better_auth_with(claims=claims, cookieCache="off")
        alice = server.sign_up()
        with nullcontext() if verified else pytest.raises(RefusedError):
            server.call("GET", f"/api/auth/verify-email?token={server.token(alice)}")
        session = server.session(server.sign_in(alice.email))
        assert session is not None
        assert session["user"]["emailVerified"] is verified
