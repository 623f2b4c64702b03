"""Does everything hold that should? Every invariant, over all rows, while the service runs.

Each comparison of a list with its tasks is one statement, so that it sees one moment; what needs
Python (folding, tags) is read in batches. Findings are facts to repair, not exceptions to raise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Q
from rest_framework.serializers import ValidationError

from todos.models import Owner, Task, Tombstone
from todos.serializers.members import MEMBERS, NEED_DUE_DATE
from todos.serializers.task_content import TaskContent
from todos.tasks import storage
from todos.text.search import search_columns

BATCH = 2_000  # tasks, or lists, per statement

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """An invariant that does not hold. `task_id` is None for one of the whole list."""

    user_id: str
    task_id: int | None
    rule: str
    detail: str


_STORED = """
SELECT l.user_id, l.stored_bytes,
  coalesce((SELECT sum({task}) FROM todos_task one WHERE one.user_id = l.user_id), 0)
  + coalesce((SELECT sum({event}) FROM todos_taskevent one WHERE one.user_id = l.user_id), 0)
  + coalesce((SELECT sum({key}) FROM todos_idempotencykey one WHERE one.user_id = l.user_id), 0)
FROM (SELECT * FROM todos_owner WHERE user_id > %s ORDER BY user_id LIMIT %s) l ORDER BY l.user_id
"""
_LISTS = """
SELECT l.user_id, l.total, l.completed, l.trashed, l.revision, l.last_position,
  count(t.id) FILTER (WHERE t.deleted_at IS NULL),
  count(t.id) FILTER (WHERE t.deleted_at IS NULL AND t.completed),
  count(t.id) FILTER (WHERE t.deleted_at IS NOT NULL),
  coalesce(max(t.revision), 0), coalesce(max(t.position), 0), count(t.id) - count(DISTINCT t.revision)
FROM (SELECT * FROM todos_owner WHERE user_id > %s ORDER BY user_id LIMIT %s) l
LEFT JOIN todos_task t ON t.user_id = l.user_id
GROUP BY l.user_id, l.total, l.completed, l.trashed, l.revision, l.last_position ORDER BY l.user_id
"""
_WITHOUT_LIST = """
SELECT DISTINCT user_id FROM todos_task t
WHERE NOT EXISTS (SELECT 1 FROM todos_owner l WHERE l.user_id = t.user_id) ORDER BY user_id
"""


def check_lists(progress: Progress) -> Iterator[Finding]:
    """Counts, revisions and positions of every list against its tasks, and tasks that have no list."""
    last = ""
    while True:
        rows = _rows(_LISTS, [last, BATCH])
        for user_id, *values in rows:
            yield from _list_findings(user_id, values)
        for user_id, kept, counted in _rows(_stored(), [last, BATCH]):
            if kept != counted:
                yield Finding(user_id, None, "count_stored", f"the list says {kept} bytes, there are {counted}")
        if rows:
            progress(len(rows))
        if len(rows) < BATCH:
            break
        last = rows[-1][0]
    for (user_id,) in _rows(_WITHOUT_LIST, []):
        yield Finding(user_id, None, "owner_missing", "tasks exist, but no owner that counts them")


def _stored() -> str:
    """The statement that counts bytes again, as `todos/tasks/storage.py` counts them."""
    vendor = connection.vendor
    return _STORED.format(
        task=storage.in_sql(vendor, storage.TASK_ROW, *storage.TASK_TEXTS),
        event=storage.in_sql(vendor, storage.EVENT_ROW, "changes"),
        key=storage.in_sql(vendor, storage.KEY_ROW, "body"),
    )


def _stored_of() -> str:
    return _stored().replace("user_id > %s ORDER BY user_id LIMIT %s", "user_id = %s")


def _rows(sql: str, params: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _list_findings(user_id: str, values: list[int]) -> Iterator[Finding]:
    total, completed, trashed, revision, position, *found = values
    for name, kept, counted in zip(("total", "completed", "trashed"), (total, completed, trashed), found, strict=False):
        if kept != counted:
            yield Finding(user_id, None, f"count_{name}", f"the list says {kept}, there are {counted}")
    if found[3] > revision:
        yield Finding(user_id, None, "revision", f"the list is at {revision}, a task at {found[3]}")
    if found[4] > position:
        yield Finding(user_id, None, "position", f"the list knows {position}, a task is at {found[4]}")
    if found[5]:
        yield Finding(user_id, None, "revision_shared", f"{found[5]} tasks share a revision with another")


def check_tasks(progress: Progress) -> Iterator[Finding]:
    """Every task by itself: its constraints, and the columns that follow from others."""
    last = 0
    while batch := list(Task.objects.filter(id__gt=last).order_by("id")[:BATCH]):
        for task in batch:
            yield from (Finding(task.user_id, task.id, rule, detail) for rule, detail in _task_findings(task))
        progress(len(batch))
        last = batch[-1].id


_FIELDS: Mapping[str, Any] = TaskContent().fields
_DERIVED_DETAILS = {
    "title_folded": "does not follow from the title, so sorting is wrong",
    "tags_folded": "does not follow from the tags, so the tag filter misses the task",
    "search": "does not follow from title, description and tags, so search misses the task",
}


def _task_findings(task: Task) -> Iterator[tuple[str, str]]:
    """`(rule, detail)` of each invariant of the task that does not hold. A rule has the name of its member."""
    for name, field in _FIELDS.items():
        kept = getattr(task, name)
        try:
            if field.run_validation(MEMBERS[name].codec.encode(kept)) != kept:
                yield name, "is not written as the API would keep it"
        except (ValidationError, ValueError) as error:
            reason = error.get_codes() if isinstance(error, ValidationError) else error
            yield name, f"would be refused by the API ({reason})"
    for name in NEED_DUE_DATE:
        if getattr(task, name) is not None and task.due_date is None:
            yield name, f"{name} without a due date"
    if task.completed != (task.completed_at is not None):
        yield "completed_at", "completed and completed_at contradict each other"
    if task.created_at > task.updated_at and task.version > 1:
        yield "times", "changed before it was created"
    for name, value in search_columns(task.title, task.description, task.tags).items():
        if getattr(task, name) != value:
            yield name, _DERIVED_DETAILS[name]


REPAIRABLE_TASK = frozenset(_DERIVED_DETAILS)
REPAIRABLE_OWNER = frozenset(
    {"count_total", "count_completed", "count_trashed", "count_stored", "revision", "position", "owner_missing"}
)


def repair(finding: Finding) -> bool:
    """Mend what follows from other columns, under the list's lock; False for what only a person can decide."""
    if finding.rule in REPAIRABLE_OWNER:
        with transaction.atomic():
            _repair_list(finding.user_id)
        return True
    if finding.rule in REPAIRABLE_TASK and finding.task_id is not None:
        with transaction.atomic():
            _repair_task(finding.user_id, finding.task_id)
            _repair_list(finding.user_id)
        return True
    return False


def _repair_list(user_id: str) -> None:
    """Count again. The revision rises, so that no client keeps an answer with the old counts."""
    Owner.objects.get_or_create(user_id=user_id)
    kept = Owner.objects.select_for_update().get(user_id=user_id)
    found = Task.objects.of(user_id).aggregate(
        total=Count("id", filter=Q(deleted_at=None)),
        completed=Count("id", filter=Q(deleted_at=None, completed=True)),
        trashed=Count("id", filter=Q(deleted_at__isnull=False)),
        revision=Max("revision", default=0),
        position=Max("position", default=0),
    )
    gone = Tombstone.objects.filter(user_id=user_id).aggregate(revision=Max("revision", default=0))
    kept.total, kept.completed, kept.trashed = found["total"], found["completed"], found["trashed"]
    kept.revision = max(kept.revision, found["revision"], gone["revision"]) + 1
    kept.last_position = max(kept.last_position, found["position"])
    kept.save()
    ((_, _, counted),) = _rows(_stored_of(), [user_id])
    Owner.objects.filter(user_id=user_id).update(stored_bytes=counted)


def _repair_task(user_id: str, task_id: int) -> None:
    Owner.objects.select_for_update().filter(user_id=user_id).first()
    task = Task.objects.of(user_id).filter(id=task_id).first()
    if task is not None:
        Task.objects.of(user_id).filter(id=task_id).update(**search_columns(task.title, task.description, task.tags))
