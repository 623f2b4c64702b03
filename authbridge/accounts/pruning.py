"""Removes what is past its end, in batches, so that no lock is held for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from authbridge import conf
from authbridge.accounts.models import LoginAttempts, RefreshFamily, RefreshToken

BATCH = 5_000


def prune(batch: int = BATCH) -> Iterator[int]:
    """Delete expired tokens, sessions over for good, and log-in windows; yields how many went with each batch.

    A session that ended early stays as long as its access tokens could, so that ending it again still
    finds it. Rows that are alive are never touched.
    """
    now = timezone.now()
    ended_before = now - timedelta(seconds=conf.keys().ACCESS_LIFETIME)
    # Tokens first and by themselves: a session's end would take all of its tokens in one statement.
    over = Q(expires_at__lte=now) | Q(ended_at__lte=ended_before)
    yield from _in_batches(
        RefreshToken.objects.filter(Q(expires_at__lte=now) | Q(family__ended_at__lte=ended_before)), batch
    )
    yield from _in_batches(RefreshFamily.objects.filter(over), batch)
    yield from _in_batches(LoginAttempts.objects.filter(window_ends_at__lte=now), batch)


def _in_batches(rows: QuerySet[Any], batch: int) -> Iterator[int]:
    while keys := list(rows.values_list("pk", flat=True)[:batch]):
        rows.model._default_manager.filter(pk__in=keys).delete()
        yield len(keys)
