"""What remains of what happened: the events of a task, and the tombstone of one that was purged."""

from __future__ import annotations

from django.db import models


class TaskEvent(models.Model):
    """Something that happened to a task (`todos/tasks/history.py`). Written once, removed by age."""

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
        return f"{self.kind} {self.task_id}"


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
        return f"task {self.task_id}"
