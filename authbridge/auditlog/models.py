from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Kind(models.TextChoices):
    """What happened, as far as the bridge itself says it. Local accounts bring kinds of their own."""

    TOKEN_REJECTED = "token_rejected", "credential refused"
    OWNERSHIP_DENIED = "ownership_denied", "asked for what is another's"
    RATE_EXCEEDED = "rate_exceeded", "over a rate"
    TOKEN_REVOKED = "token_revoked", "session or token revoked"
    SUPPRESSED = "suppressed", "further refusals, counted only"


class AppendOnlyError(Exception):
    """An event was to be changed or deleted one by one; only `authbridge_prune` removes, by age."""


class AuthEvent(models.Model):
    """One thing that happened around somebody's access. Written once.

    `user_id` is whom it is about, where that is known for certain: a refused token never names
    anybody, since its claims were not believed. `actor` is who did it, when that is someone else.
    """

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=64)
    user_id = models.CharField(max_length=255, blank=True, default="")
    actor = models.CharField(max_length=255, blank=True, default="")
    address = models.CharField(max_length=64, blank=True, default="")
    reason = models.CharField(max_length=64, blank=True, default="")
    request_id = models.CharField(max_length=128, blank=True, default="")
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = "auth event"
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["user_id", "-at"], name="authevent_user_at"),
            models.Index(fields=["kind", "-at"], name="authevent_kind_at"),
            models.Index(fields=["address", "-at"], name="authevent_address_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id or self.address}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise AppendOnlyError("An audit event is not changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("An audit event is not deleted; authbridge_prune removes what is past AUDIT_RETENTION.")
