"""Sessions of local accounts and failed log-ins at the support desk: the bridge's pages, made for many rows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q
from django.http import HttpRequest

from authbridge.accounts.admin import LoginAttemptsAdmin, SessionAdmin
from authbridge.address import neighbourhood
from todos.desk.listing import DeskAdmin, Rows
from todos.desk.lookup import ids_named


class SessionsAdmin(DeskAdmin, SessionAdmin):
    """Sessions of local accounts; the newest end last, and that order has an index."""

    list_filter: ClassVar[Any] = ()
    list_select_related: ClassVar[Any] = ()  # a join would be made for every row of the pages before as well
    search_help_text = "A person's id or e-mail, or a session's id, written out."
    ordering: ClassVar[Any] = ("-expires_at", "-id")
    sortable_by = ("expires_at",)

    def get_queryset(self, request: HttpRequest) -> Rows:
        """With the people, in a query of their own."""
        return super().get_queryset(request).prefetch_related("user")

    def found(self, rows: Rows, term: str) -> Rows:
        """By session or by person."""
        return rows.filter(Q(pk=term) | Q(user_id__in=ids_named(term)))


class LocksAdmin(DeskAdmin, LoginAttemptsAdmin):
    """Who failed to log in, and who is locked out."""

    search_help_text = "An e-mail address or a network address, written out."
    sortable_by = ("window_ends_at",)

    def found(self, rows: Rows, term: str) -> Rows:
        """By account or by address."""
        address = neighbourhood(term)
        return rows.filter(address=address) if address else rows.filter(account=term.lower())
