from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from authbridge.auditlog.models import AuthEvent

if TYPE_CHECKING:
    Base = admin.ModelAdmin[AuthEvent]
else:  # Django's class takes no type argument at run time
    Base = admin.ModelAdmin


@admin.register(AuthEvent)
class AuthEventAdmin(Base):
    """The trail, to read: nothing here adds, changes or deletes."""

    list_display = ("at", "kind", "user_id", "actor", "address", "reason")
    list_filter = ("kind", "reason", "at")
    search_fields = ("=user_id", "=address", "=request_id")
    ordering = ("-at", "-id")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
