"""The test server is the real thing: what it issues is what better-auth itself issues, in every flavour it offers."""

import sqlite3
from base64 import b64decode
from hmac import digest
from typing import Any, get_args
from urllib.parse import unquote

import httpx
import jwt
import psycopg
import pytest

from tests.better_auth.fixtures import StartBetterAuth
from tests.better_auth.options import Flavour, Way
from tests.better_auth.server import API_SECRET, OTHER_SECRET, SECRET, BetterAuthServer, RefusedError

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

HS256_WAYS: list[Way] = ["hs256-route", "hs256-endpoint", "hs256-jwt-plugin"]


def claims_of(token: str, server: BetterAuthServer, secret: str = SECRET) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, secret, ["HS256"], audience=server.origin, issuer=server.origin)
    return claims


@pytest.mark.parametrize("way", HS256_WAYS)
def test_hs256_token_names_its_user_and_session_and_no_email(better_auth: BetterAuthServer, way: Way) -> None:
    alice = better_auth.sign_up(name="Alice")
    claims = claims_of(better_auth.token(alice, way), better_auth)
    assert claims["sub"] == alice.id
    assert claims["sid"] == better_auth.session_id(alice)
    assert claims["exp"] - claims["iat"] == 300
    assert "email" not in claims


@pytest.mark.parametrize("flavour", [flavour for flavour in get_args(Flavour) if flavour != "hs256"])
def test_jwks_token_verifies_with_the_key_it_names(better_auth_with: StartBetterAuth, flavour: str) -> None:
    server = better_auth_with(flavour=flavour)
    alice = server.sign_up()
    token = server.token(alice, "jwks")
    (key,) = [key for key in server.jwks()["keys"] if key["kid"] == jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, jwt.PyJWK(key), algorithms=[key["alg"]], audience=server.origin)
    assert claims["sub"] == alice.id
    assert key["alg"].lower() == flavour


def test_a_retired_key_stays_in_the_set_beside_its_successor(start_better_auth: StartBetterAuth) -> None:
    server = start_better_auth(flavour="es256")
    alice = server.sign_up()
    server.token(alice, "jwks")
    (old,) = server.retire_keys()
    new = jwt.get_unverified_header(server.token(alice, "jwks"))["kid"]
    assert new != old
    assert {key["kid"] for key in server.jwks()["keys"]} == {old, new}
    server.retire_keys(forget=True)
    server.token(alice, "jwks")
    assert {old, new}.isdisjoint(key["kid"] for key in server.jwks()["keys"])


def test_expired_token_was_good_once(better_auth: BetterAuthServer) -> None:
    alice = better_auth.sign_up()
    token = better_auth.expired_token(alice)
    with pytest.raises(jwt.ExpiredSignatureError):
        claims_of(token, better_auth)
    assert jwt.decode(token, SECRET, ["HS256"], options={"verify_exp": False, "verify_aud": False})["sub"] == alice.id


def test_email_link_and_cookie_cache_carry_the_customers_signature_but_no_sub(
    better_auth_with: StartBetterAuth,
) -> None:
    server = better_auth_with(cookieCache="jwt")
    alice = server.sign_up()
    link = jwt.decode(server.verification_link_token(alice), SECRET, ["HS256"])
    cookie = jwt.decode(server.session_data_cookie(alice), SECRET, ["HS256"])
    assert set(link) == {"email", "iat", "exp"}
    assert set(cookie) == {"session", "user", "updatedAt", "version", "iat", "exp"}


def test_a_long_cookie_cache_arrives_in_chunks_that_fit_together(better_auth_with: StartBetterAuth) -> None:
    server = better_auth_with(cookieCache="jwt")
    alice = server.sign_up(image="x" * 9000)
    assert "better-auth.session_data.2" in alice.cookies
    assert jwt.decode(server.session_data_cookie(alice), SECRET, ["HS256"])["user"]["image"] == "x" * 9000


@pytest.mark.parametrize("strategy", ["compact", "jwe"])
def test_the_other_cookie_caches_are_no_signed_jwt(better_auth_with: StartBetterAuth, strategy: str) -> None:
    server = better_auth_with(cookieCache=strategy)
    cookie = server.session_data_cookie(server.sign_up())
    assert cookie.count(".") == (4 if strategy == "jwe" else 0)


def test_the_jwks_key_can_sign_the_cookie_cache(better_auth_with: StartBetterAuth) -> None:
    server = better_auth_with(flavour="es256", cookieCache="jwt", sessionCookieCache=True)
    cookie = server.session_data_cookie(server.sign_up())
    assert jwt.get_unverified_header(cookie)["typ"] == "better-auth.session-cache+jwt"


def test_session_cookie_is_the_token_and_its_hmac(better_auth: BetterAuthServer) -> None:
    alice = better_auth.sign_up()
    token, _, signature = unquote(better_auth.session_token_cookie(alice)).rpartition(".")
    assert b64decode(signature) == digest(SECRET.encode(), token.encode(), "sha256")
    assert alice.bearer == f"{token}.{signature}"


def test_bearer_plugin_takes_the_session_token_in_place_of_the_cookie(better_auth: BetterAuthServer) -> None:
    alice = better_auth.sign_up()
    answer = httpx.get(f"{better_auth.url}/api/auth/get-session", headers={"Authorization": f"Bearer {alice.bearer}"})
    assert answer.json()["user"]["id"] == alice.id


def test_every_end_of_a_session_stops_the_minting(better_auth: BetterAuthServer) -> None:
    for end in (
        better_auth.sign_out,
        better_auth.revoke_sessions,
        better_auth.ban,
        better_auth.revoke_by_admin,
        better_auth.remove,
    ):
        alice = better_auth.sign_up()
        thief = alice.copy()
        end(alice)
        for way in HS256_WAYS:
            with pytest.raises(RefusedError) as refusal:
                better_auth.token(thief.copy(), way)
            assert refusal.value.status == 401


def test_with_a_cookie_cache_only_the_jwt_plugin_mints_on_after_sign_out(better_auth_with: StartBetterAuth) -> None:
    server = better_auth_with(cookieCache="jwt")
    alice = server.sign_up()
    thief = alice.copy()
    server.sign_out(alice)
    assert claims_of(server.token(thief.copy(), "hs256-jwt-plugin"), server)["sub"] == alice.id
    for way in HS256_WAYS[:2]:
        with pytest.raises(RefusedError):
            server.token(thief.copy(), way)


def test_a_ban_keeps_the_person_out_until_it_is_lifted(better_auth: BetterAuthServer) -> None:
    alice = better_auth.sign_up()
    better_auth.ban(alice)
    with pytest.raises(RefusedError):
        better_auth.sign_in(alice.email)
    better_auth.unban(alice)
    assert better_auth.sign_in(alice.email).id == alice.id


def test_roles_reach_the_token_comma_joined(better_auth: BetterAuthServer) -> None:
    alice = better_auth.sign_up()
    better_auth.set_role(alice, "support,admin")
    assert claims_of(better_auth.token(alice), better_auth)["role"] == "support,admin"


def test_restart_under_another_secret_keeps_the_address_and_ends_the_cookies(
    start_better_auth: StartBetterAuth,
) -> None:
    server = start_better_auth()
    alice, url = server.sign_up(), server.url
    server.restart(secret=OTHER_SECRET)
    assert server.url == url
    assert server.session(alice) is None
    again = server.sign_in(alice.email)
    assert claims_of(server.token(again), server, OTHER_SECRET)["sub"] == alice.id


def test_versioned_secrets_sign_with_the_first(start_better_auth: StartBetterAuth) -> None:
    server = start_better_auth(secret=SECRET, secrets=f"2:{OTHER_SECRET},1:{SECRET}")
    alice = server.sign_up()
    assert claims_of(server.token(alice), server, OTHER_SECRET)["sub"] == alice.id


def test_the_api_can_have_a_secret_of_its_own(better_auth_with: StartBetterAuth) -> None:
    server = better_auth_with(apiSecret=API_SECRET, issuer="https://app.example", audience="https://api.example")
    for way in HS256_WAYS:
        claims = jwt.decode(
            server.token(server.sign_up(), way),
            API_SECRET,
            ["HS256"],
            audience="https://api.example",
            issuer="https://app.example",
        )
        assert claims["sub"]


def test_the_default_payload_of_the_jwt_plugin_is_the_user_row(better_auth_with: StartBetterAuth) -> None:
    server = better_auth_with(flavour="eddsa", claims="user-row")
    alice = server.sign_up()
    claims = jwt.decode(server.token(alice, "jwks"), options={"verify_signature": False})
    assert claims["email"] == alice.email
    assert "sid" not in claims


def test_sqlite_tables_can_be_read_beside_it(better_auth: BetterAuthServer) -> None:
    alice = better_auth.sign_up()
    connection = sqlite3.connect(better_auth.database.removeprefix("sqlite:"))
    try:
        row = connection.execute('select email, "emailVerified" from "user" where id = ?', [alice.id]).fetchone()
    finally:
        connection.close()
    assert row == (alice.email, 0)


@pytest.mark.parametrize(("columns", "owner"), [("camel", "userId"), ("snake", "user_id")])
def test_postgres_tables_can_be_read_beside_it(
    start_better_auth: StartBetterAuth, better_auth_postgres: str, columns: str, owner: str
) -> None:
    server = start_better_auth(database=better_auth_postgres, columns=columns)
    alice = server.sign_up()
    with psycopg.connect(better_auth_postgres) as connection:
        rows = connection.execute(f'select id from session where "{owner}" = %s', [alice.id]).fetchall()
    assert rows == [(server.session_id(alice),)]
    server.ban(alice)
    server.stop()


def test_an_unknown_option_ends_the_start_and_says_which(start_better_auth: StartBetterAuth) -> None:
    with pytest.raises(Exception, match="unknown option cookieCash"):
        start_better_auth(cookieCash="jwt")


def test_a_way_the_flavour_does_not_offer_is_named(better_auth: BetterAuthServer) -> None:
    with pytest.raises(ValueError, match="flavour hs256 offers no jwks"):
        better_auth.token(better_auth.sign_up(), "jwks")
