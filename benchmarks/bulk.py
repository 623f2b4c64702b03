"""Loading many rows quickly: without the secondary indexes, which are built once at the end."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from benchmarks import seed
from benchmarks.rows import Size

INDEXES = """
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index LEFT JOIN pg_constraint ON conindid = indexrelid
    WHERE indrelid = %s::regclass AND pg_constraint.oid IS NULL"""


def seed_large(database: str, sizes: list[Size]) -> None:
    """Migrate this service's tables and fill them with all of `sizes`, saying how far it is."""
    seed.migrate(database)
    with psycopg.connect(database, autocommit=True) as connection:
        with without_indexes(connection, "todos_task"):
            for size in sizes:
                load(connection, size)
        say("counting each person's tasks, gathering statistics")
        seed.settle_own(connection)
        (size_text,) = connection.execute("SELECT pg_size_pretty(pg_database_size(current_database()))").fetchone() or (
            "?",
        )
    say(f"the database takes {size_text}")


def load(connection: psycopg.Connection, size: Size) -> None:
    began = time.monotonic()
    for written in seed.fill(connection, seed.OWN_TASKS, size):
        speed = written / (time.monotonic() - began)
        left = (size.tasks - written) / speed
        say(f"{size.kind}s: {written:,} of {size.tasks:,} tasks, {speed:,.0f} a second, {left:.0f} s left")


@contextmanager
def without_indexes(connection: psycopg.Connection, table: str) -> Iterator[None]:
    """Drop the indexes that no constraint owns, and build them again afterwards."""
    found = connection.execute(INDEXES, [table]).fetchall()
    for name, _ in found:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name.strip('"'))))
    yield
    connection.execute("SET maintenance_work_mem = '1GB'")
    for name, definition in found:
        say(f"building {name}")
        connection.execute(definition)


def say(what: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {what}", flush=True)
