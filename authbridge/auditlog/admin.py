from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin

from authbridge.auditlog.models import AuthEvent
from authbridge.readonly_admin import ReadOnlyAdminMixin

if TYPE_CHECKING:
    Base = admin.ModelAdmin[AuthEvent]
else:  # Django's class takes no type argument at run time
    Base = admin.ModelAdmin


@admin.register(AuthEvent)
class AuthEventAdmin(ReadOnlyAdminMixin, Base):
    """The trail, to read: nothing here adds, changes or deletes."""

    list_display = ("at", "kind", "user_id", "actor", "address", "reason")
    list_filter = ("kind", "reason", "at")
    search_fields = ("=user_id", "=address", "=request_id")
    ordering = ("-at", "-id")
    show_full_result_count = False
