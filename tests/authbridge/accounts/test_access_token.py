"""Access tokens of local accounts, and how they are told apart from Better Auth's."""

from __future__ import annotations

import base64
import json
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from authbridge import conf
from authbridge.testing import mint
from authbridge.tokens.issuer import sign
from authbridge.tokens.keys import Key
from tests.authbridge.accounts.person import Person, bearing


def part(token: str, index: int) -> dict[str, Any]:
    """The header (0) or the payload (1) of a token."""
    text = token.split(".")[index]
    content: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return content


def test_it_is_an_rfc_9068_token_under_a_key_and_a_name_of_its_own(ann: Person) -> None:
    header, claims = part(ann.given["access_token"], 0), part(ann.given["access_token"], 1)
    assert header["typ"] == "at+jwt"
    assert header["kid"] == conf.current().local_ring.signing.id
    assert header["kid"] not in conf.current().shared_ring
    assert claims["iss"] == claims["aud"] == "urn:authbridge:local"
    assert (claims["sub"], claims["sid"], claims["role"]) == (ann.id, ann.family.pk, "user")
    assert claims["exp"] - int(claims["iat"]) == 1800


def test_it_ends_as_the_same_principal_as_better_auths(ann: Person) -> None:
    created = ann.client.post("/api/tasks", {"title": "Mine"}, headers=bearing(ann.given["access_token"]))
    assert created.json()["user_id"] == ann.id
    assert ann.client.get(f"/api/{ann.id}/tasks", headers=bearing(ann.given["access_token"])).status_code == 200
    assert ann.client.get(f"/api/{ann.id}/tasks", headers=bearing(mint("alice"))).status_code == 403


def test_an_expired_one_says_so(ann: Person) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        answer = ann.client.get("/api/tasks", headers=bearing(ann.given["access_token"]))
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")


def local_claims(ann: Person, **changes: Any) -> dict[str, Any]:
    """The claims of a good token, changed."""
    return part(ann.given["access_token"], 1) | changes


def forged(ann: Person, claims: dict[str, Any], key: Key, **header: Any) -> int:
    """The status of GET /api/tasks with a token put together by hand."""
    return ann.tasks(sign(part(ann.given["access_token"], 0) | header, claims, key))


def test_the_forgery_of_these_tests_is_live(ann: Person) -> None:
    assert forged(ann, local_claims(ann), conf.current().local_ring.signing) == 200


def test_the_shared_secret_signs_no_local_token(ann: Person) -> None:
    shared = conf.current().shared_ring.signing
    assert forged(ann, local_claims(ann), shared) == 401
    assert forged(ann, local_claims(ann), shared, kid=shared.id) == 401


def test_the_local_key_signs_no_better_auth_token(ann: Person) -> None:
    local, now = conf.current().local_ring.signing, int(time.time())
    claims = {"sub": "alice", "iat": now, "exp": now + 60}
    assert forged(ann, claims, local, typ="JWT") == 401
    assert forged(ann, claims, local, typ="JWT", kid="other") == 401
    assert ann.tasks(mint("alice", secret=conf.keys().LOCAL_SECRET)) == 401


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "http://localhost:3000"},
        {"aud": "http://localhost:3000"},
        {"iss": None},
        {"aud": None},
        {"sid": None},
        {"type": "refresh"},
        {"sub": ""},
    ],
)
def test_a_local_token_says_all_of_what_ours_say(ann: Person, change: dict[str, Any]) -> None:
    assert forged(ann, local_claims(ann, **change), conf.current().local_ring.signing) == 401


@pytest.mark.parametrize("typ", ["JWT", "", None, "rt+jwt"])
def test_a_local_token_has_its_own_type(ann: Person, typ: str | None) -> None:
    assert forged(ann, local_claims(ann), conf.current().local_ring.signing, typ=typ) == 401


def test_a_key_shared_with_better_auth_signs_nothing_and_stops_the_start(settings: Settings) -> None:
    from authbridge.checks.settings import check_settings

    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"LOCAL_SECRET": settings.AUTHBRIDGE["SECRET"]}
    assert "authbridge.E009" in [found.id for found in check_settings()]
    assert len(conf.current().local_ring) == 0


@pytest.mark.parametrize("path", ["register", "login", "refresh", "logout", "password/reset", "password/change"])
def test_without_a_key_there_are_no_local_accounts(ann: Person, settings: Settings, path: str) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"LOCAL_SECRET": ""}
    answer = ann.client.post(f"/api/auth/{path}", {"refresh_token": ann.given["refresh_token"]})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "form", ["Bearer {} ", " Bearer {}", "Bearer\t{}", "Bearer {}\t", "Bearer \u00a0{}", "Bearer {} x"]
)
def test_an_access_token_with_blanks_around_it_is_refused(ann: Person, form: str) -> None:
    token = ann.given["access_token"]
    assert ann.tasks(token) == 200
    answer = ann.client.get("/api/tasks", headers={"Authorization": form.format(token)})
    assert answer.status_code == 401


@pytest.mark.parametrize("form", ['"{} "', '" {}"', '"{}\\011"'])
def test_an_access_cookie_with_blanks_in_it_is_refused(ann: Person, settings: Settings, form: str) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"SOURCES": ("access_cookie",)}
    cookie = "__Host-access_token=" + form.format(ann.given["access_token"])
    assert ann.client.get("/api/tasks", HTTP_COOKIE=cookie).status_code == 401
    assert ann.client.get("/api/tasks", HTTP_COOKIE=cookie.replace(" ", "").replace("\\011", "")).status_code == 200
