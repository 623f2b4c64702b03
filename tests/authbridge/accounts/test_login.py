"""POST /api/auth/login."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from authbridge.accounts.models import RefreshFamily, User
from tests.authbridge.accounts.hashers import CountingHasher
from tests.authbridge.accounts.person import PASSWORD, Person, bearing

URL = "/api/auth/login"
FORM = "application/x-www-form-urlencoded"


def test_it_takes_json(ann: Person) -> None:
    answer = ann.client.post(URL, {"email": "ANN@example.com", "password": PASSWORD})
    assert answer.status_code == 200
    assert set(answer.json()) == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert ann.tasks(answer.json()["access_token"]) == 200


def test_it_takes_the_form_of_oauth2(ann: Person) -> None:
    form = "grant_type=password&username=Ann%40Example.com&password=Corr3ct+horse%2C+battery&scope=&client_id="
    answer = ann.client.post(URL, form, content_type=FORM)
    assert answer.status_code == 200
    assert ann.tasks(answer.json()["access_token"]) == 200


def test_a_form_says_what_is_missing(ann: Person) -> None:
    answer = ann.client.post(URL, "username=ann", content_type=FORM + "; charset=utf-8")
    assert answer.json()["errors"][0]["pointer"] == "#/password"


def test_a_form_is_read_no_further_than_a_log_in_can_be(ann: Person) -> None:
    answer = ann.client.post(URL, "username=ann&password=" + "x" * 20_000, content_type=FORM)
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")


def test_other_routes_take_no_form(ann: Person) -> None:
    assert ann.client.post("/api/auth/register", "email=a", content_type=FORM).status_code == 415


def test_it_says_where_the_session_came_from(ann: Person) -> None:
    ann.client.post(URL, {"email": ann.email, "password": PASSWORD}, headers={"User-Agent": "curl/8" + "x" * 300})
    session = RefreshFamily.objects.order_by("created_at").last()
    assert session is not None
    assert (session.address, len(session.user_agent)) == ("127.0.0.1", 200)


def test_a_server_without_addresses_is_no_obstacle(ann: Person) -> None:
    answer = ann.client.post(URL, {"email": ann.email, "password": PASSWORD}, REMOTE_ADDR="")
    assert answer.status_code == 200
    assert RefreshFamily.objects.filter(address=None).exists()


@pytest.fixture
def refusals(ann: Person) -> dict[str, Any]:
    """The three attempts that are to look alike."""
    closed = Person(ann.client, "closed@example.com")
    User.objects.filter(pk=closed.id).update(is_active=False)
    bare = User.objects.create_user("bare@example.com")
    assert not bare.has_usable_password()
    return {
        "unknown": {"email": "nobody@example.com", "password": PASSWORD},
        "wrong": {"email": ann.email, "password": "Wr0ng horse, battery"},
        "inactive": {"email": closed.email, "password": PASSWORD},
        "without a password": {"email": bare.email, "password": PASSWORD},
    }


def test_unknown_wrong_and_inactive_are_one_answer(ann: Person, refusals: dict[str, Any]) -> None:
    seen = set()
    for body in refusals.values():
        answer = ann.client.post(URL, body)
        problem = answer.json()
        problem.pop("request_id")
        headers = {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}
        seen.add((answer.status_code, str(problem), str(headers), str(answer.cookies)))
    assert len(seen) == 1
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'


def test_unknown_wrong_and_inactive_do_the_same_work(ann: Person, refusals: dict[str, Any], settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.authbridge.accounts.hashers.CountingHasher"]
    seen = set()
    for body in refusals.values():
        CountingHasher.runs.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ann.client.post(URL, body)
        statements = [query["sql"].split("WHERE")[0].split("VALUES")[0] for query in queries]
        seen.add((tuple(CountingHasher.runs), tuple(statements)))
    assert len(seen) == 1
    assert len(CountingHasher.runs) == 1


# In real transactions: the one around a test hides those that a statement opens.
@pytest.mark.django_db(transaction=True)
def test_it_takes_at_most_ten_statements(ann: Person, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        assert ann.log_in().status_code == 200


def test_a_hash_of_older_rules_is_renewed(ann: Person) -> None:
    from tests.authbridge.accounts.hashers import QuickHasher

    older = QuickHasher()
    older.rounds = 5
    User.objects.update(password=older.encode(PASSWORD, older.salt()))
    assert ann.log_in().status_code == 200
    assert ann.row.password.startswith("bcrypt_sha256$$2b$04$")
    assert ann.log_in().status_code == 200


def test_a_password_that_changed_meanwhile_begins_no_session(ann: Person) -> None:
    from django.test import RequestFactory

    from authbridge.accounts.errors import InvalidCredentials
    from authbridge.accounts.sessions import log_in

    seen = ann.row
    User.objects.update(password=make_password("another one 9"))
    with pytest.raises(InvalidCredentials):
        log_in.begin_session(RequestFactory().post(URL), seen)
    newest = RefreshFamily.objects.order_by("created_at").last()
    assert newest is not None
    assert newest.ended_at is not None


def test_an_expired_access_token_does_not_keep_its_holder_out(ann: Person) -> None:
    assert ann.log_in(Authorization="Bearer not.a.token").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost:3000"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_a_page_of_another_site_logs_nobody_in(ann: Person, headers: dict[str, str], status: int) -> None:
    answer = ann.client.post(URL, {"email": ann.email, "password": PASSWORD}, headers=headers)
    assert answer.status_code == status
    assert bool(answer.cookies) == (status == 200)


def test_me_says_who_one_is(ann: Person) -> None:
    answer = ann.client.get("/api/auth/me", headers=bearing(ann.given["access_token"]))
    assert answer.json() == ann.given["user"]
    assert answer["Cache-Control"] == "no-store"


def test_me_reads_the_account_as_it_is_now(ann: Person) -> None:
    User.objects.update(name="Ann B.", role="support")
    answer = ann.client.get("/api/auth/me", headers=bearing(ann.given["access_token"]))
    assert (answer.json()["name"], answer.json()["roles"]) == ("Ann B.", ["support"])


def test_me_knows_a_better_auth_user_too(alice: Any) -> None:
    assert alice.get("/api/auth/me").json() == {
        "id": "alice", "email": None, "name": None, "roles": [], "source": "better-auth",
    }  # fmt: skip


def test_me_needs_a_token(ann: Person) -> None:
    answer = ann.client.get("/api/auth/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_me_is_refused_to_an_account_that_is_gone(ann: Person) -> None:
    User.objects.update(is_active=False)
    answer = ann.client.get("/api/auth/me", headers=bearing(ann.given["access_token"]))
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
