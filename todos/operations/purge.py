"""What time takes away: old trash, old tombstones, old answers to repeated writes, old history.

Every step works in batches, each a transaction of its own, so that it can be stopped anywhere and holds no
lock for long. Removing a task goes through its owner's ledger like every other change: counts stay exact.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from todos.actor import SYSTEM
from todos.models import IdempotencyKey, Owner, Task, TaskEvent, Tombstone
from todos.tasks.history import RETENTION_DAYS
from todos.tasks.idempotency import LIFETIME
from todos.tasks.storage import EVENT_ROW, KEY_ROW, TASK_ROW, TASK_TEXTS, in_sql
from todos.tasks.transaction import Counts, Ledger, open_ledger

TRASH = timedelta(days=30)
TOMBSTONES = timedelta(days=90)
HISTORY = timedelta(days=RETENTION_DAYS)
BATCH = 500

Say = Callable[[str], None]


def purge(now: datetime, say: Say) -> None:
    """Everything that is past its time at `now`; `say` gets a line for each batch."""
    trash(now - TRASH, say)
    tombstones(now - TOMBSTONES, say)
    answers(now - LIFETIME, say)
    history(now - HISTORY, say)


def trash(before: datetime, say: Say) -> int:
    """End the tasks that went into the trash before then; their tombstones stay."""
    done = 0
    while True:
        due = Task.objects.filter(deleted_at__lt=before).order_by("deleted_at", "id").values_list("user_id", "id")
        batch: dict[str, list[int]] = {}
        for user_id, task_id in due[:BATCH]:
            batch.setdefault(user_id, []).append(task_id)
        if not batch:
            return done
        for user_id, ids in batch.items():
            with open_ledger(user_id, SYSTEM) as ledger:
                done += _end(ledger, ids, before)
        say(f"trash: {done} tasks ended")


def _end(ledger: Ledger, ids: list[int], before: datetime) -> int:
    """End those that are still in the trash, now that the list is locked. Their place in the deltas stays."""
    rows = Task.objects.of(ledger.user_id).filter(id__in=ids, deleted_at__lt=before)
    gone = list(rows.values_list("id", "revision", "deleted_at"))
    stored = _stored(ledger.user_id, [task_id for task_id, _, _ in gone])
    Tombstone.objects.bulk_create(
        Tombstone(user_id=ledger.user_id, task_id=task_id, revision=revision, deleted_at=deleted_at)
        for task_id, revision, deleted_at in gone
        if deleted_at is not None  # the filter says so; the type does not
    )
    rows.delete()
    ledger.count(Counts(0, 0, -len(gone), -stored))
    # No client sees a difference: what was deleted stays deleted, so no revision is spent.
    ledger.keep()
    return len(gone)


def _stored(user_id: str, ids: list[int]) -> int:
    """The bytes that these tasks take."""
    if not ids:
        return 0
    size, places = in_sql(connection.vendor, TASK_ROW, *TASK_TEXTS), ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sum({size}) FROM todos_task WHERE user_id = %s AND id IN ({places})", [user_id, *ids])
        return int(cursor.fetchone()[0] or 0)


def tombstones(before: datetime, say: Say) -> int:
    """Forget deletions from before then. A client that last asked earlier has to begin again (410)."""
    done = 0
    while True:
        batch = list(Tombstone.objects.filter(deleted_at__lt=before).order_by("deleted_at", "id")[:BATCH])
        if not batch:
            return done
        by_owner: dict[str, list[Tombstone]] = {}
        for stone in batch:
            by_owner.setdefault(stone.user_id, []).append(stone)
        with transaction.atomic():
            for user_id, stones in sorted(by_owner.items()):  # in one order, so that two purges never wait in a ring
                highest = max(stone.revision for stone in stones)
                Owner.objects.filter(user_id=user_id, horizon__lt=highest).update(horizon=highest)
                Tombstone.objects.filter(user_id=user_id, id__in=[stone.pk for stone in stones]).delete()
        done += len(batch)
        say(f"tombstones: {done} forgotten")


def answers(before: datetime, say: Say) -> int:
    """Forget the answers to writes with an Idempotency-Key."""
    size = in_sql(connection.vendor, KEY_ROW, "body")
    return _by_age(IdempotencyKey._meta.db_table, "created_at", size, before, say, "answers")


def history(before: datetime, say: Say) -> int:
    """Forget events."""
    size = in_sql(connection.vendor, EVENT_ROW, "changes")
    return _by_age(TaskEvent._meta.db_table, "at", size, before, say, "history")


def _by_age(table: str, column: str, size: str, before: datetime, say: Say, name: str) -> int:
    """Delete the rows whose `column` is before then; `size` is what each took of its person's bytes, in SQL."""
    done = 0
    moment = connection.ops.adapt_datetimefield_value(before)
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            oldest = f"SELECT id FROM {table} WHERE {column} < %s ORDER BY {column} LIMIT {BATCH}"
            cursor.execute(f"DELETE FROM {table} WHERE id IN ({oldest}) RETURNING user_id, {size}", [moment])
            gone = cursor.fetchall()
            for user_id in sorted({owner for owner, _ in gone}):  # in one order, as above
                stored = sum(bytes_ for owner, bytes_ in gone if owner == user_id)
                Owner.objects.filter(user_id=user_id).update(stored_bytes=F("stored_bytes") - stored)
        if not gone:
            return done
        done += len(gone)
        say(f"{name}: {done} removed")
