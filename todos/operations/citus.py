"""Spreading the tables over the nodes of a Citus cluster by `user_id`.

Citus (an extension of PostgreSQL) keeps all rows with the same distribution value on one node. Every
per-user table is distributed by `user_id` and co-located with the first, so each statement of the API,
which names one user, is answered by one node. What Citus asks of the schema is that primary and unique
keys contain the distribution column: `id` alone becomes `(user_id, id)`. Django goes on treating `id`
as the key: it is still unique, from one sequence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import connection, models, transaction

COLUMN = "user_id"


class NotPossibleError(Exception):
    """Why the tables cannot be distributed, for the operator."""


def tables() -> list[type[models.Model]]:
    """The per-user models, one for each table, `Owner` first: the others are co-located with it."""
    found = [model for model in apps.get_app_config("todos").get_models() if _is_per_user(model)]
    return sorted(found, key=lambda model: (not _key_is_user(model), model._meta.db_table))


def _is_per_user(model: type[models.Model]) -> bool:
    """A proxy has the table of the model it stands for, which is counted already."""
    return not model._meta.proxy and any(field.column == COLUMN for field in model._meta.concrete_fields)


def _key_is_user(model: type[models.Model]) -> bool:
    return model._meta.pk is not None and model._meta.pk.column == COLUMN


def widen_keys(say: Callable[[str], None]) -> None:
    """Make every primary key contain `user_id`. Repeatable; one short exclusive lock per table."""
    if connection.vendor != "postgresql":
        raise NotPossibleError(
            "The database is not PostgreSQL, and only PostgreSQL with the Citus extension spreads tables over nodes. "
            "Point DATABASE_URL at the coordinator of a Citus cluster."
        )
    for model in tables():
        table = model._meta.db_table
        name, columns = _primary_key(table)
        if COLUMN in columns:
            say(f"{table}: its key contains {COLUMN} already")
            continue
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" PRIMARY KEY ({COLUMN}, {", ".join(columns)})')
        say(f"{table}: its key is now ({COLUMN}, {', '.join(columns)})")


def _primary_key(table: str) -> tuple[str, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conname, array_agg(a.attname ORDER BY array_position(c.conkey, a.attnum))"
            " FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)"
            " WHERE c.conrelid = %s::regclass AND c.contype = 'p' GROUP BY c.conname",
            [table],
        )
        name, columns = cursor.fetchone()
    return name, list(columns)


def distribute(say: Callable[[str], None]) -> None:
    """Distribute every per-user table by `user_id`. Repeatable: what is distributed already is left alone."""
    _require_citus()
    widen_keys(say)
    first = ""
    for table in _not_yet(say):
        first = first or tables()[0]._meta.db_table
        beside = "" if table == first else ", colocate_with => %s"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT create_distributed_table(%s, %s{beside})", [table, COLUMN, *([first] if beside else [])]
            )
        say(f"{table}: distributed by {COLUMN}")


def _require_citus() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'citus'")
            if cursor.fetchone()[0]:
                return
    raise NotPossibleError(
        "The database has no Citus extension, so there are no nodes to spread the tables over; nothing was changed. "
        "On a Citus coordinator run CREATE EXTENSION citus in this database, add the workers with citus_add_node, and "
        "run this again. --keys-only prepares the keys on a plain PostgreSQL."
    )


def _not_yet(say: Callable[[str], None]) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT logicalrelid::regclass::text FROM pg_dist_partition")
        done = {row[0] for row in cursor.fetchall()}
    for model in tables():
        if model._meta.db_table in done:
            say(f"{model._meta.db_table}: distributed already")
        else:
            yield model._meta.db_table
