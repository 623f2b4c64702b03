"""The answers that are kept so that a write may be sent again."""

from __future__ import annotations

from django.db import models


class IdempotencyKey(models.Model):
    """The answer to a write that a client may send again (`todos/tasks/idempotency.py`)."""

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
        return self.scope
