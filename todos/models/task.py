"""A task, and what must hold of its columns. Whoever writes one goes through `todos/tasks/transaction.py`."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from todos.models.tags_field import TagsField

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


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks. Whoever asks for a person's begins with `of`."""

    def of(self, user_id: str) -> Self:
        """The tasks of one person."""
        return self.filter(user_id=user_id)

    def live(self) -> Self:
        """Those that are not in the trash."""
        return self.filter(deleted_at=None)

    def trashed(self) -> Self:
        """Those in the trash."""
        return self.exclude(deleted_at=None)


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

    epoch: str = ""
    """Its owner's, where the task was read or written by `todos/tasks/rows.py`: part of its entity tag. No column."""

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
        return self.title
