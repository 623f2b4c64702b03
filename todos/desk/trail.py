"""The trail at the support desk: what happened around people's access, and what staff did. Both only to read."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from authbridge.accounts.events import Kind as AccountKind
from authbridge.auditlog.admin import AuthEventAdmin
from authbridge.auditlog.models import AuthEvent, Kind
from todos.clock import rfc3339
from todos.desk.listing import BoundedPaginator, ReadOnlyAdmin
from todos.desk.lookup import ids_of_email
from todos.desk.spreadsheet import download

MOST_EXPORTED = 10_000
COLUMNS = ("at", "kind", "user_id", "actor", "address", "reason", "request_id")


class KindFilter(admin.SimpleListFilter):
    """By kind, from the closed lists: asking the table which kinds it holds would read all of it."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        """Every kind there is."""
        kinds = sorted({str(kind.value) for kind in (*Kind, *AccountKind)})
        return [(kind, kind.replace("_", " ")) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The events of that kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.action(description="Export as CSV", permissions=["view"])
def export(modeladmin: Any, request: HttpRequest, queryset: QuerySet[AuthEvent]) -> HttpResponse:
    """The chosen events, at most 10,000."""
    events = queryset[:MOST_EXPORTED]
    return download(
        "trail.csv", COLUMNS, ([rfc3339(row.at), *(getattr(row, name) for name in COLUMNS[1:])] for row in events)
    )


class TrailAdmin(AuthEventAdmin):
    """Auth events, by kind, person, address and time; each from an index."""

    paginator = BoundedPaginator
    list_per_page = 50
    list_max_show_all = 0
    show_facets = admin.ShowFacets.NEVER  # counting each choice would walk the table
    list_filter: ClassVar[Any] = (KindFilter, "at")
    search_fields: ClassVar[Any] = ("user_id",)  # shows the box; `get_search_results` answers it
    search_help_text = "A person's id or e-mail, or a network address, written out."
    actions = (export,)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """By address or by person."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if _is_address(term):
            return queryset.filter(address=term), False
        return queryset.filter(user_id__in=ids_of_email(term) if "@" in term else [term]), False


def _is_address(term: str) -> bool:
    try:
        ip_address(term)
    except ValueError:
        return False
    return True


class StaffActionsAdmin(ReadOnlyAdmin):
    """Django's log of what staff did, to read."""

    list_display = ("action_time", "staff", "content_type", "object_id", "object_repr", "what")
    list_display_links = None
    list_select_related = ("user", "content_type")
    list_filter = ("action_time",)
    search_fields = ("user_id",)
    search_help_text = "The e-mail or id of the member of staff, written out."
    ordering = ("-action_time", "-id")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """By the member of staff."""
        term = search_term.strip()
        if not term:
            return queryset, False
        return queryset.filter(user_id__in=ids_of_email(term) if "@" in term else [term]), False

    @admin.display(description="staff", ordering="user_id")
    def staff(self, entry: Any) -> str:
        """Who did it."""
        return str(entry.user)

    @admin.display(description="what")
    def what(self, entry: Any) -> str:
        """In words."""
        return str(entry.get_change_message() or entry.get_action_flag_display())
