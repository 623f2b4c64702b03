"""The trail at the support desk: what happened around people's access, and what staff did. Both only to read."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from authbridge.accounts.events import AccountEvent
from authbridge.auditlog.admin import AuthEventAdmin
from authbridge.auditlog.models import AuthEvent, Kind
from todos.clock import rfc3339
from todos.support import links
from todos.support.changelist import DeskAdmin, ReadOnlyAdmin, Rows, latest
from todos.support.people.lookup import ids_named
from todos.support.spreadsheet import download

MOST_EXPORTED = 10_000
COLUMNS = ("at", "kind", "user_id", "actor", "address", "reason", "request_id")


class KindFilter(admin.SimpleListFilter):
    """By kind, from the closed lists: asking the table which kinds it holds would read all of it."""

    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        """Every kind there is."""
        kinds = sorted({str(kind.value) for kind in (*Kind, *AccountEvent)})
        return [(kind, kind.replace("_", " ")) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The events of that kind."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


class TimeFilter(admin.DateFieldListFilter):
    """By time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Called by what it is, not by its column."""
        super().__init__(*args, **kwargs)
        self.title = "time (UTC)"


@admin.action(description="Export as CSV", permissions=["view"])
def export(modeladmin: Any, request: HttpRequest, queryset: QuerySet[AuthEvent]) -> HttpResponse:
    """The chosen events, at most 10,000."""
    events = queryset[:MOST_EXPORTED]
    return download(
        "trail.csv", COLUMNS, ([rfc3339(row.at), *(getattr(row, name) for name in COLUMNS[1:])] for row in events)
    )


class TrailAdmin(DeskAdmin, AuthEventAdmin):
    """Auth events, by kind, person, address and time; each from an index."""

    list_filter: ClassVar[Any] = (KindFilter, ("at", TimeFilter))
    heading = "Trail"
    list_display = ("at", "what", "who", "by", "address", "reason")
    people = ("user_id", "actor")
    sortable_by = ("at",)
    search_help_text = "A person's id or e-mail, or a network address, written out."
    actions = (export,)

    def found(self, rows: Rows, term: str) -> Rows:
        """By address or by person."""
        return rows.filter(address=term) if _is_address(term) else rows.filter(user_id__in=ids_named(term))

    @admin.display(description="what")
    def what(self, event: AuthEvent) -> str:
        """The kind, in words."""
        return event.kind.replace("_", " ")

    @admin.display(description="person")
    def who(self, event: AuthEvent) -> str:
        """The way to whom it was about."""
        return links.person(event, event.user_id) if event.user_id else ""

    @admin.display(description="by")
    def by(self, event: AuthEvent) -> str:
        """Who did it, if it was somebody else."""
        return links.name_of(event, event.actor)


def _is_address(term: str) -> bool:
    try:
        ip_address(term)
    except ValueError:
        return False
    return True


class StaffActionsAdmin(ReadOnlyAdmin):
    """Django's log of what staff did, to read."""

    heading = "Staff actions"
    list_display = ("action_time", "staff", "what", "kind", "about")
    list_display_links = None
    list_select_related = ()  # a join would be made for every row of the pages before as well
    list_filter = (("action_time", TimeFilter),)
    search_help_text = "The e-mail or id of the member of staff, written out. Without one, the latest 10,000."
    ordering = ("-id",)
    sortable_by = ("action_time",)

    def get_queryset(self, request: HttpRequest) -> Rows:
        """With the staff, in a query of their own."""
        return super().get_queryset(request).prefetch_related("user", "content_type")

    def found(self, rows: Rows, term: str) -> Rows:
        """By the member of staff."""
        return rows.filter(user_id__in=ids_named(term))

    def unsearched(self, rows: Rows) -> Rows:
        """The latest: Django's log has no index by time."""
        return latest(rows)

    @admin.display(description="staff", ordering="user_id")
    def staff(self, entry: Any) -> str:
        """Who did it."""
        return str(entry.user)

    @admin.display(description="kind")
    def kind(self, entry: Any) -> str:
        """What sort of thing it was done to."""
        return str(entry.content_type.name) if entry.content_type else ""

    @admin.display(description="about")
    def about(self, entry: Any) -> str:
        """The way to what it was done to, as it was called then."""
        page = "" if entry.is_deletion() else entry.get_admin_url()
        return format_html('<a href="{}">{}</a>', page, entry.object_repr) if page else str(entry.object_repr)

    @admin.display(description="what")
    def what(self, entry: Any) -> str:
        """In words."""
        return str(entry.get_change_message() or entry.get_action_flag_display())
