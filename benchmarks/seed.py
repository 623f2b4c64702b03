"""Filling the tables: the rivals' one, and this service's own after its own migrations.

Everything that knows this service's columns is in `OWN_TASKS` and `OWN_LISTS`.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks import contenders
from benchmarks.rows import ROWS, Size

PLAIN = Path(__file__).parent / "plain.sql"
STEP = 250_000  # rows a statement, so that progress can be shown

PLAIN_TASKS = f"""
    INSERT INTO task (id, user_id, title, description, completed, completed_at, priority, due_date, due_time,
        tags, position, version, created_at, updated_at)
    SELECT id, user_id, title, description, completed, completed_at,
        (ARRAY['none', 'low', 'medium', 'high'])[1 + rank], due_date, due_time, tags::jsonb, turn, 1, moment, moment
    FROM ({ROWS}) AS r"""

OWN_TASKS = f"""
    INSERT INTO todos_task (id, user_id, title, description, completed, completed_at, priority, due_date, due_time,
        tags, position, version, revision, created_at, updated_at, title_folded, tags_folded, search, recurrence_from)
    SELECT id, user_id, title, description, completed, completed_at, rank, due_date, due_time,
        tags, turn * 65536, 1, turn, moment, moment, lower(title),
        CASE WHEN tags = '[]' THEN '' ELSE E'\\n' || spoken || E'\\n' END,
        lower(title) || E'\\n' || lower(description) || CASE WHEN tags = '[]' THEN '' ELSE E'\\n' || spoken END, 'due'
    FROM (SELECT *, replace(trim(tags, '[]"'), '","', E'\\n') AS spoken FROM ({ROWS}) AS r) AS r"""

OWN_LISTS = """
    INSERT INTO todos_owner (user_id, revision, total, completed, trashed, last_position, horizon, stored_bytes)
    SELECT user_id, max(revision), count(*), count(*) FILTER (WHERE completed), 0, max(position), 0,
        sum(300 + octet_length(title) + octet_length(description) + octet_length(tags) + octet_length(title_folded)
            + octet_length(tags_folded) + octet_length(search))
    FROM todos_task GROUP BY user_id"""


def seed_plain(database: str, size: Size) -> None:
    """Make and fill the rivals' table."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(PLAIN.read_bytes())
        for _ in fill(connection, PLAIN_TASKS, size):
            pass
        settle(connection, "task")


def migrate(database: str) -> None:
    """This service's own tables, by its own migrations."""
    environ = contenders.environment(contenders.service(database, Size(0, 0)))
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environ, check=True)


def seed_own(database: str, size: Size) -> None:
    """Migrate and fill this service's tables."""
    migrate(database)
    with psycopg.connect(database, autocommit=True) as connection:
        for _ in fill(connection, OWN_TASKS, size):
            pass
        settle_own(connection)


def settle_own(connection: psycopg.Connection) -> None:
    connection.execute(OWN_LISTS)
    settle(connection, "todos_task")
    connection.execute("VACUUM (ANALYZE) todos_owner")


def fill(connection: psycopg.Connection, statement: str, size: Size) -> Iterator[int]:
    """Run `statement` for n = 1 … size.tasks in steps, yielding the number of rows written so far."""
    for first in range(1, size.tasks + 1, STEP):
        last = min(first + STEP - 1, size.tasks)
        connection.execute(statement.encode(), size.parameters(first, last))
        yield last


def settle(connection: psycopg.Connection, table: str) -> None:
    """After a bulk load: the next id is free, statistics and visibility are as autovacuum would leave them."""
    connection.execute(
        sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
            sql.Literal(table), sql.Identifier(table)
        )
    )
    connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table)))
