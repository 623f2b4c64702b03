"""The rows. Whoever writes one goes through `todos/ledger.py`; `docs/data.md` explains the shape.

No foreign keys between per-user tables, and `user_id` first in every index: each statement of the API
names one user, and the same schema can be spread over many servers by that column.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from authbridge.ownership import OwnedQuerySet
from todos.fields import TagsField

TITLE_MAX = 200
DESCRIPTION_MAX = 10_000
models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)


class Priority(models.IntegerChoices):
    """Stored by rank, so that it sorts; named on the wire."""

    NONE = 0, "none"
    LOW = 1, "low"
    MEDIUM = 2, "medium"
    HIGH = 3, "high"


class TaskQuerySet(OwnedQuerySet["Task"]):
    """Tasks. `owned_by` is the one door for a caller's request; `of` for code that already knows whose they are."""

    def of(self, user_id: str) -> Self:
        """The tasks of one person."""
        return self.filter(user_id=user_id)

    def live(self) -> Self:
        """Those that are not in the trash."""
        return self.filter(deleted_at=None)

    def trashed(self) -> Self:
        """Those in the trash."""
        return self.exclude(deleted_at=None)


class TaskList(models.Model):
    """One row per person: the counter that orders their changes, and the counts of their tasks."""

    user_id = models.CharField(max_length=255, primary_key=True)
    revision = models.BigIntegerField(default=0, db_default=0, help_text="Rises by one with every change of a task.")
    total = models.IntegerField(default=0, db_default=0, help_text="Tasks outside the trash.")
    completed = models.IntegerField(default=0, db_default=0, help_text="Completed tasks outside the trash.")
    trashed = models.IntegerField(default=0, db_default=0, help_text="Tasks in the trash.")
    last_position = models.BigIntegerField(default=0, db_default=0, help_text="The highest position ever given.")
    horizon = models.BigIntegerField(
        default=0, db_default=0, help_text="Deltas from a revision below this one can no longer be told."
    )

    def __str__(self) -> str:
        """The owner's id."""
        return self.user_id


class Task(models.Model):
    """One task. `search`, `title_folded`, `tags_folded` and `completed_at` follow from the other columns."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.CharField(max_length=255)
    title = models.CharField(max_length=TITLE_MAX)
    description = models.TextField(default="", blank=True)
    completed = models.BooleanField(default=False)
    completed_at = models.DateTimeField(null=True, default=None, editable=False)
    priority = models.SmallIntegerField(choices=Priority.choices, default=Priority.NONE)
    due_date = models.DateField(null=True, blank=True, default=None)
    due_time = models.TimeField(null=True, blank=True, default=None)
    tags = TagsField(default=list, blank=True)
    recurrence = models.CharField(max_length=200, null=True, blank=True, default=None)  # noqa: DJ001 - null: no rule
    recurrence_from = models.CharField(
        max_length=10, choices=(("due", "due"), ("completion", "completion")), default="due"
    )
    next_task_id = models.BigIntegerField(null=True, default=None, editable=False)
    series_id = models.BigIntegerField(null=True, default=None, editable=False)
    series_date = models.DateField(null=True, default=None, editable=False)
    position = models.BigIntegerField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    revision = models.BigIntegerField(editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    deleted_at = models.DateTimeField(null=True, default=None, editable=False)
    title_folded = models.TextField(editable=False)
    tags_folded = models.TextField(default="", editable=False)
    search = models.TextField(editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        """What must hold, and what the lists are read by."""

        ordering = ("-created_at", "-id")
        permissions = (("read_description", "Can read what people wrote in descriptions"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(completed=True, completed_at__isnull=False) | Q(completed=False, completed_at=None),
                name="task_completed_at",
            ),
            models.CheckConstraint(
                condition=Q(due_time=None) | Q(due_date__isnull=False), name="task_due_time_needs_due_date"
            ),
            models.CheckConstraint(
                condition=Q(recurrence=None) | Q(due_date__isnull=False), name="task_recurrence_needs_due_date"
            ),
            models.UniqueConstraint(fields=("user_id", "series_id", "series_date"), name="task_series"),
            models.CheckConstraint(condition=Q(priority__range=(0, 3)), name="task_priority"),
            models.CheckConstraint(condition=Q(title__length__range=(1, TITLE_MAX)), name="task_title_length"),
            models.CheckConstraint(
                condition=Q(description__length__lte=DESCRIPTION_MAX), name="task_description_length"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="task_version"),
        )
        indexes = (
            models.Index("user_id", "created_at", "id", name="task_live", condition=Q(deleted_at=None)),
            models.Index("user_id", "position", "id", name="task_position", condition=Q(deleted_at=None)),
            models.Index(
                "user_id", "due_date", "id", name="task_due", condition=Q(deleted_at=None, due_date__isnull=False)
            ),
            models.Index("user_id", "revision", name="task_revision"),
            models.Index("user_id", "deleted_at", name="task_trash", condition=Q(deleted_at__isnull=False)),
            # Over everybody: the purge.
            models.Index("deleted_at", "id", name="task_purge", condition=Q(deleted_at__isnull=False)),
        )

    def __str__(self) -> str:
        """The title."""
        return self.title


class Tombstone(models.Model):
    """What is left of a purged task: enough to tell a client that it is gone."""

    user_id = models.CharField(max_length=255)
    task_id = models.BigIntegerField()
    revision = models.BigIntegerField()
    deleted_at = models.DateTimeField()

    class Meta:
        """Read by revision, like the tasks."""

        constraints = (models.UniqueConstraint(fields=("user_id", "task_id"), name="tombstone_task"),)
        indexes = (models.Index("user_id", "revision", name="tombstone_revision"),)

    def __str__(self) -> str:
        """The id of the task that was."""
        return f"task {self.task_id}"


class TaskEvent(models.Model):
    """Something that happened to a task (`todos/history.py`). Written once, removed by age."""

    user_id = models.CharField(max_length=255)
    task_id = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=16)
    actor_kind = models.CharField(max_length=8)
    actor_id = models.CharField(max_length=255, default="")
    request_id = models.CharField(max_length=128, default="")
    changes = models.TextField(default="{}", help_text="JSON: each changed member as [before, after].")

    class Meta:
        """Read by task, newest first."""

        indexes = (models.Index("user_id", "task_id", "id", name="event_task"),)

    def __str__(self) -> str:
        """What happened to which task."""
        return f"{self.kind} {self.task_id}"


class IdempotencyKey(models.Model):
    """The answer to a write that a client may send again (`todos/idempotency.py`)."""

    user_id = models.CharField(max_length=255)
    scope = models.CharField(max_length=300, help_text="Method and path.")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the body.")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        """One answer for one key."""

        constraints = (models.UniqueConstraint(fields=("user_id", "scope", "key"), name="idempotency_key"),)

    def __str__(self) -> str:
        """Where the key was used."""
        return self.scope


class Seen(models.Model):
    """What the tokens of a person said last (`todos/seen.py`): for the support desk alone."""

    user_id = models.CharField(max_length=255, primary_key=True)
    email = models.CharField(max_length=254, default="", db_index=True)
    name = models.CharField(max_length=200, default="")
    source = models.CharField(max_length=32, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """The person's id."""
        return self.user_id


class Person(TaskList):
    """A person, as the support desk lists them."""

    class Meta:
        """The same rows."""

        proxy = True
        verbose_name = "person"
        verbose_name_plural = "people"
