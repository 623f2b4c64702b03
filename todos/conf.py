"""The product's settings, read at the moment of use."""

from __future__ import annotations

from django.conf import settings


def tasks_per_user_max() -> int:
    """The most tasks outside the trash that one person may have."""
    most: int = settings.TASKS_PER_USER_MAX
    return most


def storage_per_user_max() -> int:
    """The most bytes that one person's tasks, trash, history and kept answers may take."""
    megabytes: int = settings.STORAGE_PER_USER_MAX_MB
    return megabytes * 2**20


def turns_per_person() -> int:
    """How many requests of one person a process works on at a time: half of its threads."""
    threads: int = settings.WEB_THREADS
    return max(threads // 2, 1)


def rows_per_request_max() -> int:
    """The most tasks that the operations of one request may write."""
    most: int = settings.ROWS_PER_REQUEST_MAX
    return most


def successors_per_request_max() -> int:
    """The most successors of recurring tasks that one request may make: each is worked out by itself."""
    most: int = settings.SUCCESSORS_PER_REQUEST_MAX
    return most
