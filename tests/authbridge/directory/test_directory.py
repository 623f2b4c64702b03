"""Better Auth's own tables, read only: by whatever names, with whatever types, and while they are away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from authbridge.checks.directory import check_tables
from authbridge.directory import live, names
from authbridge.directory.queries import find_user, find_user_by_email, sessions_of
from authbridge.directory.rows import moment
from authbridge.testing import bearer
from authbridge.tokens.session_cookies import token_digest
from tests.authbridge.tokens.test_session_cookies import signed

pytestmark = pytest.mark.django_db

Using = Callable[..., None]
NOW = datetime.now(UTC)


@pytest.fixture
def using(settings: Any) -> Using:
    def change(**keys: Any) -> None:
        settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, **keys}
        live.forget()

    change(DIRECTORY_ADMIN_COLUMNS=True)
    return change


@pytest.fixture
def tables(using: Using, db: None) -> Iterator[None]:
    """Better Auth's two tables as its own migration makes them, with alice (live), bob (banned) and carol (ended)."""
    stamp = "timestamptz" if connection.vendor == "postgresql" else "date"
    run = _run
    run(
        f'create table "user" ("id" text primary key, "name" text, "email" text, "emailVerified" boolean, '
        f'"createdAt" {stamp}, "role" text, "banned" boolean, "banReason" text, "banExpires" {stamp})'
    )
    run(
        f'create table "session" ("id" text primary key, "userId" text, "token" text, "expiresAt" {stamp}, '
        f'"createdAt" {stamp}, "ipAddress" text, "userAgent" text, "impersonatedBy" text)'
    )
    for name, banned, until, ends in (
        ("alice", False, None, 600),
        ("bob", True, None, 600),
        ("carol", False, None, -1),
        ("dave", True, -60, 600),
    ):
        person = [name, name.title(), f"{name}@example.com", True, _text(0), "user,support", banned, "spam"]
        run('insert into "user" values (%s, %s, %s, %s, %s, %s, %s, %s, %s)', *person, until and _text(until))
        session = [f"s-{name}", name, f"{name}-token", _text(ends), _text(0), "10.0.0.1", "curl", None]
        run('insert into "session" values (%s, %s, %s, %s, %s, %s, %s, %s)', *session)
    yield
    run('drop table "session"')
    run('drop table "user"')


def _text(seconds: float) -> str:
    return (NOW + timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.usefixtures("tables")
def test_a_person_is_found_by_id_and_by_address_in_any_case() -> None:
    found = find_user("alice")
    assert found is not None
    assert (found.name, found.email, found.email_verified, found.roles) == (
        "Alice", "alice@example.com", True, frozenset({"user", "support"}),
    )  # fmt: skip
    assert found.created_at is not None
    assert find_user_by_email(" Alice@Example.COM ") == found
    assert find_user("nobody") is None
    assert find_user_by_email("nobody@example.com") is None


@pytest.mark.usefixtures("tables")
def test_sessions_are_listed_without_their_token() -> None:
    (session,) = sessions_of("alice")
    assert (session.id, session.user_id, session.ip_address, session.user_agent) == (
        "s-alice", "alice", "10.0.0.1", "curl",
    )  # fmt: skip
    assert session.is_live(NOW)
    assert "alice-token" not in str(session)


@pytest.mark.usefixtures("tables")
def test_a_ban_has_an_end_or_none() -> None:
    people = [find_user(name) for name in ("alice", "bob", "dave")]
    assert [person is not None and person.is_banned(NOW) for person in people] == [False, True, False]


@pytest.mark.usefixtures("tables")
def test_without_the_admin_plugin_its_columns_are_not_asked_for(using: Using) -> None:
    using(DIRECTORY_ADMIN_COLUMNS=False)
    found = find_user("bob")
    assert found is not None
    assert (found.banned, found.roles) == (False, frozenset())


def status(sub: str, **claims: Any) -> int:
    return int(Client(raise_request_exception=False).get("/api/tasks", headers=bearer(sub, **claims)).status_code)


@pytest.mark.usefixtures("tables")
def test_a_token_is_good_while_its_session_lives(using: Using) -> None:
    assert status("bob", sid="s-bob") == 200
    using(LIVE_SESSION_CHECK=True)
    assert status("alice", sid="s-alice") == 200
    assert status("dave", sid="s-dave") == 200
    for sub, sid in (("bob", "s-bob"), ("carol", "s-carol"), ("alice", "s-none"), ("alice", "s-dave"), ("alice", None)):
        assert status(sub, sid=sid) == 401
    _run('delete from "session" where "id" = %s', "s-alice")
    assert status("alice", sid="s-alice") == 401


@pytest.mark.usefixtures("tables")
def test_it_takes_one_query_or_none_for_some_seconds(using: Using, django_assert_num_queries: Any) -> None:
    using(LIVE_SESSION_CHECK=True)
    with django_assert_num_queries(2):
        for _ in range(2):
            live.require_live(_verified("alice", "s-alice"))
    using(LIVE_SESSION_CHECK=True, LIVE_SESSION_SECONDS=30)
    with django_assert_num_queries(1):
        for _ in range(5):
            live.require_live(_verified("alice", "s-alice"))


def _verified(sub: str, sid: str) -> Any:
    from authbridge import conf
    from authbridge.testing import mint

    return conf.current().reader().read(mint(sub, sid=sid))


@pytest.mark.usefixtures("tables")
def test_what_is_remembered_is_bounded(using: Using, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_MOST_REMEMBERED", 1)
    using(LIVE_SESSION_SECONDS=30)
    for name in ("alice", "dave", "alice"):
        live.require_live(_verified(name, f"s-{name}"))
    assert len(live._remembered) == 1


@pytest.mark.usefixtures("tables")
def test_the_signed_session_cookie_is_checked_against_the_table(using: Using, settings: Any) -> None:
    using(SOURCES=("session_token_cookie",), ROLES_CLAIM="role")

    def by_cookie(token: str) -> int:
        client = Client(raise_request_exception=False)
        client.cookies["better-auth.session_token"] = signed(token, settings.AUTHBRIDGE["SECRET"])
        return int(client.get("/api/tasks").status_code)

    assert [by_cookie(f"{name}-token") for name in ("alice", "bob", "carol", "nobody")] == [200, 401, 401, 401]
    verified = live.session_of_token("alice-token")
    assert (verified.principal.id, verified.principal.roles) == ("alice", frozenset({"user", "support"}))
    assert (verified.claims["sid"], "alice-token" in str(verified)) == ("s-alice", False)
    _run('update "session" set "token" = %s where "id" = %s', token_digest("alice-token"), "s-alice")
    using(SOURCES=("session_token_cookie",), DIRECTORY_TOKEN_DIGEST=True)
    assert by_cookie("alice-token") == 200


def test_while_the_tables_cannot_be_read_nothing_is_decided(using: Using) -> None:
    using(LIVE_SESSION_CHECK=True)

    def away(*args: Any) -> None:
        raise DatabaseError

    with connection.execute_wrapper(away):
        answer = Client(raise_request_exception=False).get("/api/tasks", headers=bearer("alice", sid="s1"))
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def checked(alias: str = "default") -> list[tuple[str | None, str]]:
    return [(message.id, message.hint or "") for message in check_tables(databases=[alias])]


@pytest.mark.usefixtures("tables")
def test_the_check_of_the_database_asks_the_tables_where_requests_will(using: Using) -> None:
    assert checked() == []
    for keys in ({"LIVE_SESSION_CHECK": True}, {"SOURCES": ("session_token_cookie",)}):
        using(**keys)
        assert checked() == []
        assert check_tables(databases=None) == check_tables(databases=["other"]) == []


def test_sessions_that_are_kept_elsewhere_are_said(using: Using) -> None:
    """Better Auth with `secondaryStorage` makes no session table, or leaves an old one empty."""
    using(LIVE_SESSION_CHECK=True, DIRECTORY_ADMIN_COLUMNS=False)
    stamp = "timestamptz" if connection.vendor == "postgresql" else "date"
    _run(f'create table "user" ("id" text, "name" text, "email" text, "emailVerified" boolean, "createdAt" {stamp})')
    try:
        ((number, hint),) = checked()
        assert (number, "secondaryStorage" in hint) == ("authbridge.E020", True)
        _run(
            f'create table "session" ("id" text, "userId" text, "token" text, "expiresAt" {stamp}, "createdAt" {stamp}, '
            '"ipAddress" text, "userAgent" text)'
        )
        ((number, hint),) = checked()
        assert (number, "secondaryStorage" in hint) == ("authbridge.W006", True)
        using(DIRECTORY_ADMIN_COLUMNS=True, LIVE_SESSION_CHECK=True)
        ((number, hint),) = checked()
        assert (number, "admin plugin" in hint) == ("authbridge.E020", True)
        using(DIRECTORY_USER_TABLE="people", LIVE_SESSION_CHECK=True)
        ((number, hint),) = checked()
        assert (number, "secondaryStorage" in hint) == ("authbridge.E020", False)
    finally:
        _run('drop table if exists "session"')
        _run('drop table "user"')


def test_without_readable_settings_the_check_leaves_it_to_the_other(using: Using) -> None:
    using(LEWAY=3)
    assert check_tables(databases=["default"]) == []


def test_names_can_be_those_of_drizzle_or_ones_own(using: Using) -> None:
    assert names.names().column("emailVerified") == "emailVerified"
    using(DIRECTORY_NAMING="snake", DIRECTORY_COLUMNS=("name=full_name",))
    assert [names.names().column(name) for name in ("emailVerified", "ipAddress", "id", "name")] == [
        "email_verified", "ip_address", "id", "full_name",
    ]  # fmt: skip
    for entry in ("name", "name=", "nonsense=x"):
        using(DIRECTORY_COLUMNS=(entry,))
        with pytest.raises(ValueError, match="DIRECTORY_COLUMNS"):
            names.names()


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2026-01-02T03:04:05.678Z", datetime(2026, 1, 2, 3, 4, 5, 678_000, UTC)),
        ("2026-01-02 03:04:05", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        (datetime(2026, 1, 2), datetime(2026, 1, 2, tzinfo=UTC)),  # noqa: DTZ001 - a column without zone
        (datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)),
        (1_767_312_000, datetime(2026, 1, 2, tzinfo=UTC)),
        (1_767_312_000_000, datetime(2026, 1, 2, tzinfo=UTC)),
        ("soon", None),
        (True, None),
        (None, None),
    ],
)
def test_a_moment_is_read_however_it_is_stored(value: Any, wanted: datetime | None) -> None:
    assert moment(value) == wanted
