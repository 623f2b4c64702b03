"""What a payload says about a person, and which payloads are of another kind."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from authbridge.errors import ClaimRefused, Reason, WrongKind
from authbridge.principal import ANONYMOUS, Principal
from authbridge.tokens.claims import BearerClaims, SessionDataClaims, role_names
from authbridge.tokens.other_kinds import refuse_other_kinds

pytestmark = pytest.mark.anywhere


def test_the_usual_claims_become_the_principal() -> None:
    claims = {"sub": "u1", "email": "a@b.c", "emailVerified": True, "name": "A", "sid": "s1", "role": "admin"}
    assert BearerClaims().principal(claims) == Principal("u1", "a@b.c", True, "A", frozenset(), "s1", "better-auth")


def test_a_token_gives_a_role_only_when_the_claim_is_named() -> None:
    claims = {"sub": "u1", "role": "user, support,"}
    assert BearerClaims().principal(claims).roles == frozenset()
    assert BearerClaims(roles="role").principal(claims).roles == {"user", "support"}


def test_claims_of_the_wrong_type_say_nothing() -> None:
    claims = {"sub": "u1", "email": ["a"], "emailVerified": "true", "name": 7, "role": 5}
    assert BearerClaims(roles="role").principal(claims) == Principal("u1")


def test_other_claims_can_be_named() -> None:
    shape = BearerClaims(user_id="uid", email="mail", name="n", session_id="session_id")
    claims = {"uid": "u2", "sub": "other", "mail": "m", "n": "N", "session_id": "s"}
    assert shape.principal(claims) == Principal("u2", "m", False, "N", frozenset(), "s")


@pytest.mark.parametrize("value", [None, "", " ", 1, "a b", "a\n", "a" * 256, ["a"]])
def test_an_id_is_visible_text(value: Any) -> None:
    with pytest.raises(ClaimRefused) as raised:
        BearerClaims().principal({"sub": value})
    assert raised.value.reason is Reason.SUBJECT


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"email": "a"}, Reason.EMAIL_LINK),
        ({"email": "a", "updateTo": "b"}, Reason.EMAIL_LINK),
        ({"uid": "a", "updateTo": "b"}, Reason.EMAIL_LINK),
        ({"uid": "a", "requestType": "b"}, Reason.EMAIL_LINK),
        ({"session": {"id": "s", "token": "t"}, "user": {"id": "a"}}, Reason.SESSION_COOKIE),
        ({"sub": "a", "session": {}, "user": {}}, Reason.SESSION_COOKIE),
        ({"sub": "a", "session": {"token": "t"}}, Reason.SESSION_COOKIE),
        ({"sub": "a", "type": "refresh"}, Reason.REFRESH_TOKEN),
        ({"sub": "a", "token_type": "refresh_token"}, Reason.REFRESH_TOKEN),
        ({"sub": "a", "type": "ID"}, Reason.TOKEN_TYPE),
        ({"sub": "a", "token_type": "logout_token"}, Reason.TOKEN_TYPE),
        ({"sub": "a", "client_id": "a"}, Reason.MACHINE_TOKEN),
        ({"sub": "a", "nonce": "n", "auth_time": 1}, Reason.TOKEN_TYPE),
        ({"sub": "a", "nonce": "n", "azp": "app"}, Reason.TOKEN_TYPE),
        ({"sub": "a", "acr": "urn:bronze", "auth_time": 1}, Reason.TOKEN_TYPE),
        ({"sub": "a", "at_hash": "h"}, Reason.TOKEN_TYPE),
        ({"sub": "a", "c_hash": "h"}, Reason.TOKEN_TYPE),
        ({"sub": "a", "events": {"http://schemas.openid.net/event/backchannel-logout": {}}}, Reason.TOKEN_TYPE),
    ],
)
def test_a_payload_of_another_kind_is_named(claims: dict[str, Any], reason: Reason) -> None:
    with pytest.raises(WrongKind) as raised:
        refuse_other_kinds(claims)
    assert raised.value.reason is reason


_COLUMNS = ("type", "token_type", "session", "user", "events", "nonce", "requestType", "updateTo", "acr", "auth_time")


@pytest.mark.parametrize("value", [None, "customer", "", 7, True, ("x",), {"days": 3}])
@pytest.mark.parametrize("column", _COLUMNS)
def test_a_column_of_the_users_table_may_be_called_as_it_likes(column: str, value: Any) -> None:
    """The jwt plugin's default payload is the whole row of the user, and `sub`."""
    row = {"id": "a", "email": "a@b.c", "emailVerified": True, "name": "A", column: value}
    assert BearerClaims().principal({**row, "sub": "a"}).id == "a"


def test_all_those_columns_at_once_are_still_no_other_token() -> None:
    row = dict.fromkeys(("type", "token_type", "session", "user", "events", "nonce", "requestType", "updateTo"), "x")
    assert BearerClaims().principal({**row, "sub": "a", "email": "a@b.c"}).id == "a"


@pytest.mark.parametrize(
    "claims", [{"sub": "a", "email": "b"}, {"sub": "a", "type": "access"}, {"token_type": "Bearer"}]
)
def test_an_api_token_is_of_no_other_kind(claims: dict[str, Any]) -> None:
    refuse_other_kinds({"client_id": "app", **claims})


def cookie(**changes: Any) -> dict[str, Any]:
    ends = datetime.fromtimestamp(time.time() + 600, UTC).isoformat()
    session = {"id": "s1", "userId": "u1", "token": "live", "expiresAt": ends}
    return {"session": session, "user": {"id": "u1", "email": "a@b.c", "role": "admin"}, "version": "1"} | changes


def test_a_session_cookie_speaks_for_its_user() -> None:
    assert SessionDataClaims().principal(cookie()) == Principal("u1", "a@b.c", session_id="s1")
    assert SessionDataClaims(roles="role").principal(cookie()).roles == {"admin"}


def test_the_session_token_is_not_shown_to_views() -> None:
    public = SessionDataClaims().public(cookie())
    assert "live" not in str(public)
    assert len(public["session"]["tokenDigest"]) == 64
    assert "tokenDigest" not in SessionDataClaims().public({"session": {}})["session"]


def test_a_session_cookie_of_another_version_is_refused() -> None:
    assert SessionDataClaims("1").principal(cookie()).id == "u1"
    with pytest.raises(ClaimRefused, match="version"):
        SessionDataClaims("2").principal(cookie())


@pytest.mark.parametrize(
    "broken", [{"session": None}, {"user": "u1"}, {"user": {"id": "u2"}}, {"session": {"userId": "u1"}}]
)
def test_a_broken_session_cookie_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(ClaimRefused):
        SessionDataClaims().principal(cookie(**broken))


@pytest.mark.parametrize("ends", [None, 7, "soon"])
def test_a_session_must_say_when_it_ends(ends: Any) -> None:
    with pytest.raises(ClaimRefused) as raised:
        SessionDataClaims().ends({"session": {"expiresAt": ends}})
    assert raised.value.reason is Reason.BAD_DATE


@pytest.mark.parametrize(
    ("value", "roles"),
    [("a,b", {"a", "b"}), ("", set()), (("a", 1, " b "), {"a", "b"}), (None, set()), ({"a": 1}, set())],
)
def test_roles_are_read_as_better_auth_writes_them(value: Any, roles: set[str]) -> None:
    assert role_names(value) == roles


def test_the_principal_is_a_value_with_nothing_more_than_it_says() -> None:
    alice = Principal("alice")
    assert (alice.is_authenticated, alice.is_anonymous, alice.pk, str(alice)) == (True, False, "alice", "alice")
    with pytest.raises(AttributeError):
        alice.is_adnim  # type: ignore[attr-defined]  # noqa: B018 - a typo must not pass
    with pytest.raises(AttributeError):
        alice.id = "bob"  # type: ignore[misc]
    assert (ANONYMOUS.is_authenticated, ANONYMOUS.is_anonymous, ANONYMOUS.pk) == (False, True, None)
    assert str(ANONYMOUS) == "anonymous"
