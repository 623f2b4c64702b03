"""Removes audit events past their retention, in batches, so that no lock is held for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from authbridge import conf
from authbridge.auditlog.models import AuthEvent

BATCH = 5_000


def prune() -> Iterator[int]:
    """Delete what is older than AUDIT_RETENTION; yields how many went with each batch."""
    before = datetime.now(UTC) - timedelta(seconds=conf.keys().AUDIT_RETENTION)
    while batch := list(AuthEvent.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True)[:BATCH]):
        AuthEvent.objects.filter(pk__in=batch).delete()
        yield len(batch)
