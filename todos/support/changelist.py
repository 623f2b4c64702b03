"""Lists that open at once over millions of rows: bounded totals, bounded pages, and orders that an index has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connections, models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from todos.support.closed_lists import ClosedList
from todos.support.people.lookup import known

MOST_LISTED = 10_000

Rows = models.QuerySet[Any]

if TYPE_CHECKING:
    AnyPaginator = Paginator[Any]
else:  # Django's class takes no type argument at run time
    AnyPaginator = Paginator


class BoundedPaginator(AnyPaginator):
    """Counts and pages through up to 10,000 rows; the total of a whole table is PostgreSQL's own estimate."""

    @cached_property
    def count(self) -> int:
        """How many rows the list is said to have."""
        rows: Rows = self.object_list  # type: ignore[assignment]  # the admin passes querysets
        if not rows.query.where and connections[rows.db].vendor == "postgresql":
            estimate = _estimated(rows)
            if estimate > MOST_LISTED:
                return estimate
        # In the list's own order: the index that serves the pages also serves the count.
        return rows[:MOST_LISTED].count()

    @cached_property
    def num_pages(self) -> int:
        """How many pages there are to turn: an OFFSET reads all that it skips, so the last page of millions is none."""
        return min(super().num_pages, MOST_LISTED // self.per_page)


def _estimated(rows: Rows) -> int:
    with connections[rows.db].cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [rows.model._meta.db_table])
        found: int = cursor.fetchone()[0]
    return found


def latest(rows: Rows) -> Rows:
    """Those of `rows` among the latest 10,000 of the whole table.

    No index serves every combination of filters and orders, so what would read the whole table reads this much.
    """
    # A query of its own: a bound that the planner can see is a range of the primary key, not a guess.
    oldest = rows.model._default_manager.order_by("-pk").values_list("pk", flat=True)[MOST_LISTED:].first()
    return rows if oldest is None else rows.filter(pk__gt=oldest)


class NamedAdmin(ClosedList):
    """A list under the name that the desk has for it, with its filters above it."""

    heading = ""
    change_list_template = "support/list.html"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list."""
        title = self.heading or capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


class DeskAdmin(NamedAdmin):
    """A list of the desk. `sortable_by` names the columns whose order an index has; `found` answers the search.

    `people` names the attributes that hold ids of people: each row of a page then knows what staff call them.
    """

    people: tuple[str, ...] = ()
    paginator = BoundedPaginator
    empty_value_display = ""  # a dash in every other cell draws the eye to nothing
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # counting each choice would walk the table
    list_per_page = 50
    list_max_show_all = 0
    search_fields: ClassVar[Any] = ("pk",)  # shows the box

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page, whose rows know who is named on it: one look-up for all of them."""
        page = super().get_changelist_instance(request)
        if self.people:
            page.result_list = list(page.result_list)
            found = known(str(getattr(row, name)) for row in page.result_list for name in self.people)
            for row in page.result_list:
                row.known = found
        return page

    def get_search_results(self, request: HttpRequest, queryset: Rows, search_term: str) -> tuple[Rows, bool]:
        """What the term asks for, or the list without one; never a row twice."""
        term = search_term.strip()
        return (self.found(queryset, term) if term else self.unsearched(queryset)), False

    def found(self, rows: Rows, term: str) -> Rows:
        """The rows that `term` asks for, from an index."""
        raise NotImplementedError

    def unsearched(self, rows: Rows) -> Rows:
        """What is listed without a term."""
        return rows


class ReadOnlyAdmin(DeskAdmin):
    """A list to look at: nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False
