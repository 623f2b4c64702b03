"""A database of the benchmark's own, on the PostgreSQL that answers, gone when the run ends."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

DEFAULT = "postgresql://postgres@127.0.0.1:5432/postgres"


def server_url() -> str:
    """Where PostgreSQL is: `TEST_DATABASE_URL`, the name the test suite uses, or the local one."""
    return os.environ.get("TEST_DATABASE_URL", DEFAULT).replace("postgres://", "postgresql://", 1)


@contextmanager
def scratch_database() -> Iterator[str]:
    """Yield the URL of a new, uniquely named database and drop it at the end, connections or not."""
    server = server_url()
    name = f"bench_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
