"""The grants of docs/sessions-and-ends.md, run as they stand there: enough for the directory, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from authbridge.tokens.session_cookies import token_digest
from tests.better_auth.databases import admin_url, require_postgres, temporary_postgres

pytestmark = pytest.mark.anywhere

PAGE = Path(__file__).resolve().parents[3] / "docs" / "sessions-and-ends.md"
TABLES = """
create table "user" (id text primary key, name text, email text, "emailVerified" boolean, "createdAt" timestamptz);
create table "session" (id text primary key, "userId" text, "expiresAt" timestamptz, token text unique,
  "createdAt" timestamptz, "ipAddress" text, "userAgent" text);
insert into "session" values ('s1', 'alice', now() + interval '1 hour', 'alice-token', now(), '', '');
"""


@pytest.fixture
def django() -> Iterator[psycopg.Connection]:
    """A connection as the role that the page grants its rights to, in a database with Better Auth's tables."""
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
            with psycopg.connect(urlunsplit(parts._replace(netloc=login)), autocommit=True) as connection:
                yield connection
        finally:
            owner.execute(sql.SQL("drop owned by {}").format(sql.Identifier(role)))
            owner.execute(sql.SQL("drop role {}").format(sql.Identifier(role)))


def test_a_session_is_found_by_id_but_its_token_cannot_be_read(django: psycopg.Connection) -> None:
    assert django.execute('select "userId" from "session" where id = %s', ["s1"]).fetchall() == [("alice",)]
    for statement in ('select token from "session"', 'select * from "session"', 'delete from "session"'):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            django.execute(statement)


def test_a_session_is_found_by_its_tokens_digest(django: psycopg.Connection) -> None:
    found = django.execute("select id from api_session where token = %s", [token_digest("alice-token")]).fetchall()
    assert found == [("s1",)]
