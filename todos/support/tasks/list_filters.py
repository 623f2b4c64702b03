"""The filters beside the task list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from todos.clock import now


class PlaceFilter(admin.SimpleListFilter):
    """In the list, or in the trash."""

    title = "place"
    parameter_name = "place"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        """The choices; without one both are shown."""
        return (("list", "In the list"), ("trash", "In the trash"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The tasks of that place."""
        match self.value():
            case "list":
                return queryset.filter(deleted_at=None)
            case "trash":
                return queryset.filter(deleted_at__isnull=False)
        return queryset


class DueFilter(admin.SimpleListFilter):
    """When it is due, by the day in UTC: staff do not know a person's zone."""

    title = "due (UTC)"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        """The buckets of the API."""
        return (
            ("overdue", "Overdue"), ("today", "Today"), ("week", "In the next 7 days"), ("none", "No date"),
        )  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The tasks in that bucket."""
        today = now().date()
        conditions = {
            "overdue": Q(completed=False, due_date__lt=today),
            "today": Q(due_date=today),
            "week": Q(due_date__range=(today, today + timedelta(days=6))),
            "none": Q(due_date=None),
        }
        chosen = conditions.get(self.value() or "")
        return queryset.filter(chosen) if chosen is not None else queryset
