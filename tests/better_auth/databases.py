"""PostgreSQL databases for the test server: made with a name of their own, dropped at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from tests import real_parts

ADMIN_URL = "postgresql://postgres@127.0.0.1:5432/postgres"


def admin_url() -> str:
    """Where databases can be made: ``TEST_DATABASE_URL``, or the PostgreSQL on this machine."""
    return os.environ.get("TEST_DATABASE_URL") or ADMIN_URL


def postgres_answers() -> bool:
    try:
        psycopg.connect(admin_url(), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def require_postgres() -> None:
    """Lets the test go on where PostgreSQL answers; else skips it, or fails it where CI demands every part."""
    why = "none answers at TEST_DATABASE_URL, nor on 127.0.0.1:5432"
    real_parts.require("postgres", available=postgres_answers(), why=why)


@contextmanager
def temporary_postgres() -> Iterator[str]:
    """The URL of an empty database that is dropped, whoever is still connected, when the block ends."""
    name = f"better_auth_{uuid4().hex[:12]}"
    with psycopg.connect(admin_url(), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(urlsplit(admin_url())._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(admin_url(), autocommit=True) as admin:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
