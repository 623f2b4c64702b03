"""The one way to change tasks: a transaction that holds the owner's `Owner` row.

Opening a ledger takes that row with an UPDATE, so changes of one person's tasks happen one after the
other. That gives three things at once: revisions are in the order of commits (a client that has seen
revision n misses nothing at or below it), counts are exact, and what is read inside stays true until
the commit. A ledger in which nothing was changed is rolled back: a no-op leaves no trace.

The changes of the counts that a caller expects are written with the lock, so that the usual write
costs no second UPDATE; what turns out otherwise is written when the ledger closes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, connections, transaction

from todos import conf, replica
from todos.actor import Actor
from todos.clock import now
from todos.epoch import new_epoch
from todos.errors import StorageExceeded
from todos.tasks import history, storage

if TYPE_CHECKING:
    from todos.models import Task

GAP = 1 << 24  # between two neighbours when a task is added: 24 moves into one gap before room is made


class Counts(NamedTuple):
    """Tasks outside the trash, completed ones among them, tasks in the trash, bytes stored; or a change of these."""

    total: int = 0
    completed: int = 0
    trashed: int = 0
    stored: int = 0

    def __add__(self, other: tuple[int, ...]) -> Counts:  # type: ignore[override]  # sums, unlike a tuple
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))

    def __neg__(self) -> Counts:
        return Counts(*(-count for count in self))


NO_CHANGE = Counts()


class Change(NamedTuple):
    """What changed in a task: the members before (None for a new task) and after, and whether to tell it."""

    task: Task
    before: dict[str, Any] | None
    after: dict[str, Any]
    recorded: bool
    text: str = ""
    """The JSON that history keeps."""


@dataclass(slots=True)
class Ledger:
    """An open transaction on one person's tasks; `first` is the revision of its first change."""

    user_id: str
    actor: Actor
    moment: datetime
    first: int
    counts: Counts
    last_position: int
    epoch: str = ""
    _written: tuple[int, Counts, int] = field(default=(0, Counts(), 0))
    content: int = 0
    """How many bytes more the tasks and kept answers take; history comes on top."""
    stored_before: int = 0
    changes: int = 0
    kept: bool = False
    events: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._written = (self.first, self.counts, self.last_position)

    @property
    def revision(self) -> int:
        """The revision of the latest change; before there is one, that of the list as it was."""
        return self.first + self.changes - 1

    def advance(self) -> int:
        """The revision of the next change."""
        self.changes += 1
        return self.revision

    def count(self, change: Counts) -> None:
        """Add to the counts; the bytes are of tasks and kept answers."""
        self.counts = self.counts + change
        self.content += change.stored

    def record(
        self, task: Task, before: dict[str, Any] | None, after: dict[str, Any], *, recorded: bool = True
    ) -> None:
        """Note what changed in a task, from what to what (None: it is new); `recorded`: whether history tells it."""
        text = history.told(before, after) if recorded else ""
        self.events.append(Change(task, before, after, recorded, text))
        if recorded:
            self.count_history(storage.of_event(text))

    def count_history(self, stored: int) -> None:
        """Add bytes of history."""
        self.counts = self.counts._replace(stored=self.counts.stored + stored)

    def end_position(self) -> int:
        """The position behind the last task."""
        self.last_position += GAP
        return self.last_position

    def keep(self) -> None:
        """Commit even if no task changes: something else was written that must stay."""
        self.kept = True

    def close(self) -> None:
        """Write what was not already written with the lock, or roll back where nothing changed."""
        if not self.changes and not self.kept:
            transaction.set_rollback(True)
            return
        self._refuse_too_much()
        if replica.ALIAS in connections.settings:
            replica.note_revision(self.user_id, self.revision)
        if (self.revision, self.counts, self.last_position) != self._written:
            with connection.cursor() as cursor:
                cursor.execute(_CLOSE, [self.revision, *self.counts, self.last_position, self.user_id])

    def _refuse_too_much(self) -> None:
        """Raise `StorageExceeded` where this stores more than the person may; what is only told has a tenth more."""
        most = conf.storage_per_user_max()
        if self.counts.stored > self.stored_before and self.counts.stored > most + (
            0 if self.content > 0 else most // 10
        ):
            raise StorageExceeded(most)


_OPEN = """
INSERT INTO todos_owner (user_id, revision, total, completed, trashed, stored_bytes, last_position, epoch, horizon)
VALUES (%s, 1, %s, %s, %s, %s, %s, %s, 0)
ON CONFLICT (user_id) DO UPDATE SET
    revision = todos_owner.revision + 1,
    total = todos_owner.total + EXCLUDED.total,
    completed = todos_owner.completed + EXCLUDED.completed,
    trashed = todos_owner.trashed + EXCLUDED.trashed,
    stored_bytes = todos_owner.stored_bytes + EXCLUDED.stored_bytes,
    last_position = todos_owner.last_position + EXCLUDED.last_position
RETURNING revision, total, completed, trashed, stored_bytes, last_position, epoch
"""
_CLOSE = """
UPDATE todos_owner SET revision = %s, total = %s, completed = %s, trashed = %s, stored_bytes = %s, last_position = %s
WHERE user_id = %s
"""


@contextmanager
def open_ledger(user_id: str, actor: Actor, expected: Counts = NO_CHANGE, *, positions: int = 0) -> Iterator[Ledger]:
    """Lock the list of `user_id` for one transaction.

    `expected` is the change of the counts that the caller foresees and `positions` how many new
    positions at the end it will give out; `Ledger.counts` and `last_position` start as they were
    before these, and the caller still reports what really happens.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, [user_id, *expected, positions * GAP, new_epoch()])
            first, *counts, last_position, epoch = cursor.fetchone()
        ledger = Ledger(user_id, actor, now(), first, Counts(*counts), last_position, epoch)
        ledger.counts = ledger.counts + -expected
        ledger.stored_before = ledger.counts.stored
        ledger.last_position -= positions * GAP
        yield ledger
        if ledger.changes:
            history.write(ledger)
        ledger.close()
