"""Sessions of local accounts and failed log-ins at the support desk: the bridge's pages, made for many rows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from authbridge.accounts import login_attempts
from authbridge.accounts.admin import LoginAttemptsAdmin, SessionAdmin
from authbridge.accounts.models import LoginAttempts, RefreshFamily, User
from authbridge.client_address import neighbourhood
from todos.clock import now
from todos.support.access.unlock import lifted
from todos.support.changelist import DeskAdmin, Rows
from todos.support.links import page_of
from todos.support.people.lookup import ids_named


class SessionsAdmin(DeskAdmin, SessionAdmin):
    """Sessions of local accounts; the newest end last, and that order has an index."""

    list_filter: ClassVar[Any] = ()
    list_select_related: ClassVar[Any] = ()  # a join would be made for every row of the pages before as well
    search_help_text = "A person's id or e-mail, or a session's id, written out."
    list_display = ("id", "person", "created_at", "expires_at", "ended_at", "end_reason", "address")
    ordering: ClassVar[Any] = ("-expires_at", "-id")
    sortable_by = ("expires_at",)

    def get_queryset(self, request: HttpRequest) -> Rows:
        """With the people, in a query of their own."""
        return super().get_queryset(request).prefetch_related("user")

    def found(self, rows: Rows, term: str) -> Rows:
        """By session or by person."""
        return rows.filter(Q(pk=term) | Q(user_id__in=ids_named(term)))

    @admin.display(description="person")
    def person(self, session: RefreshFamily) -> str:
        """The way to whose it is."""
        return format_html('<a href="{}">{}</a>', page_of(str(session.user_id)), session.user.email)


class LocksAdmin(DeskAdmin, LoginAttemptsAdmin):
    """Who failed to log in, and who is locked out."""

    search_help_text = "An e-mail address or a network address, written out."
    sortable_by = ("window_ends_at",)
    list_display: Any = ("account", "address", "failures", "locked", "window_ends_at", "person")

    @admin.display(description="locked out")
    def locked(self, row: LoginAttempts) -> str:
        """Whether the next try is refused now."""
        return "yes" if login_attempts.is_locked_out(row, now()) else "no"

    @admin.display(description="person")
    def person(self, row: LoginAttempts) -> str:
        """The way to whose address it is, if anybody's."""
        if row.account == login_attempts.ALL_ACCOUNTS:
            return "–"
        found = f"{reverse('admin:todos_person_changelist')}?{urlencode({'q': row.account})}"
        return format_html('<a href="{}">Find</a>', found)

    def delete_model(self, request: HttpRequest, obj: LoginAttempts) -> None:
        """Lift it, and write that into the trail."""
        self.delete_queryset(request, LoginAttempts.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: Rows) -> None:
        """As one."""
        rows = list(queryset)
        queryset.delete()
        for row in rows:
            whose = User.objects.filter(email=row.account).values_list("pk", flat=True).first() or ""
            lifted(str(request.user.pk), whose, [row])

    def found(self, rows: Rows, term: str) -> Rows:
        """By account or by address."""
        address = neighbourhood(term)
        return rows.filter(address=address) if address else rows.filter(account=term.lower())
