"""The grants of docs/sessions-and-ends.md, run as they stand there: enough for the directory, and no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from authbridge.testing import mint
from authbridge.tokens.session_cookies import token_digest
from tests.authbridge.directory.test_own_database import manage
from tests.better_auth.databases import admin_url, require_postgres, temporary_postgres

pytestmark = pytest.mark.anywhere

PAGE = Path(__file__).resolve().parents[3] / "docs" / "sessions-and-ends.md"
TABLES = """
create table "user" (id text primary key, name text, email text, "emailVerified" boolean, "createdAt" timestamptz,
  role text, banned boolean, "banReason" text, "banExpires" timestamptz);
insert into "user" values ('alice', 'Alice', 'alice@example.com', true, now()), ('bob', 'Bob', 'b@example.com', true, now());
update "user" set banned = true where id = 'bob';
create table "session" (id text primary key, "userId" text, "expiresAt" timestamptz, token text unique,
  "createdAt" timestamptz, "ipAddress" text, "userAgent" text, "impersonatedBy" text);
insert into "session" values ('s1', 'alice', now() + interval '1 hour', 'alice-token', now(), '', '');
insert into "session" values ('s2', 'bob', now() + interval '1 hour', 'bob-token', now(), '', '');
"""


@pytest.fixture
def granted() -> Iterator[str]:
    """The URL of a database with Better Auth's tables, as the role that the page grants its rights to."""
    require_postgres()
    role = f"todo_{uuid4().hex[:10]}"
    with temporary_postgres() as url, psycopg.connect(url, autocommit=True) as owner:
        owner.execute(TABLES)
        owner.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
        try:
            for block in re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
                owner.execute(re.sub(r"\bTO todo\b", f"TO {role}", block))
            parts = urlsplit(url)
            login = f"{role}@{urlsplit(admin_url()).netloc.rpartition('@')[2]}"
            yield urlunsplit(parts._replace(netloc=login))
        finally:
            owner.execute(sql.SQL("drop owned by {}").format(sql.Identifier(role)))
            owner.execute(sql.SQL("drop role {}").format(sql.Identifier(role)))


@pytest.fixture
def django(granted: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(granted, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize(
    "keys",
    [
        {"DIRECTORY_ADMIN_COLUMNS": "0"},
        {"DIRECTORY_ADMIN_COLUMNS": "1"},
        {"DIRECTORY_ADMIN_COLUMNS": "1", "DIRECTORY_SESSION_TABLE": "api_session", "DIRECTORY_TOKEN_DIGEST": "1",
         "SOURCES": "header,session_token_cookie"},
    ],
)  # fmt: skip
def test_the_grants_are_enough_for_the_live_check_with_and_without_the_admin_plugin(
    granted: str, keys: dict[str, str]
) -> None:
    variables = {f"AUTHBRIDGE_{name}": value for name, value in keys.items()}
    variables |= {"AUTHBRIDGE_DIRECTORY_DATABASE_URL": granted, "AUTHBRIDGE_LIVE_SESSION_CHECK": "1"}
    alice, bob = mint("alice", sid="s1"), mint("bob", sid="s2")
    found = json.loads(manage("authbridge_doctor", "--json", "--token", alice, **variables).stdout)
    assert next(part for part in found["findings"] if part["part"] == "directory")["state"] == "ok"
    assert found["token"]["accepted"]
    found = json.loads(manage("authbridge_doctor", "--json", "--token", bob, **variables).stdout)
    assert found["token"]["accepted"] is (keys["DIRECTORY_ADMIN_COLUMNS"] == "0"), "a ban counts where it can be seen"


def test_a_session_is_found_by_id_but_its_token_cannot_be_read(django: psycopg.Connection) -> None:
    assert django.execute('select "userId" from "session" where id = %s', ["s1"]).fetchall() == [("alice",)]
    for statement in ('select token from "session"', 'select * from "session"', 'delete from "session"'):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            django.execute(statement)


def test_a_session_is_found_by_its_tokens_digest(django: psycopg.Connection) -> None:
    found = django.execute("select id from api_session where token = %s", [token_digest("alice-token")]).fetchall()
    assert found == [("s1",)]
