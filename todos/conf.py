"""The product's settings, read at the moment of use."""

from __future__ import annotations

from django.conf import settings


def tasks_per_user_max() -> int:
    """The most tasks outside the trash that one person may have."""
    most: int = settings.TASKS_PER_USER_MAX
    return most
