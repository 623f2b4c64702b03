"""Lists that open at once over millions of rows: totals are estimated or bounded, never counted by a walk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connections, models
from django.utils.functional import cached_property

MOST_COUNTED = 10_000

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
    AnyPaginator = Paginator[Any]
else:  # Django's classes take no type argument at run time
    AnyAdmin, AnyPaginator = admin.ModelAdmin, Paginator


class BoundedPaginator(AnyPaginator):
    """Counts up to 10,000 rows; an unfiltered list on PostgreSQL takes the planner's estimate instead."""

    @cached_property
    def count(self) -> int:
        """How many rows the list is said to have."""
        rows: models.QuerySet[Any] = self.object_list  # type: ignore[assignment]  # the admin passes querysets
        if not rows.query.where and connections[rows.db].vendor == "postgresql":
            estimate = _estimated(rows)
            if estimate > MOST_COUNTED:
                return estimate
        return rows.order_by()[:MOST_COUNTED].count()


def _estimated(rows: models.QuerySet[Any]) -> int:
    with connections[rows.db].cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [rows.model._meta.db_table])
        found: int = cursor.fetchone()[0]
    return found


class ReadOnlyAdmin(AnyAdmin):
    """A list to look at: nothing is added, changed or deleted here."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # counting each choice would walk the table
    list_per_page = 50

    def has_add_permission(self, request: Any) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Never."""
        return False
