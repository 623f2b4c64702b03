"""Pages of Django's admin that only show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


class ReadOnlyAdminMixin:
    """Put before a `ModelAdmin`: nobody adds, changes or deletes rows on its pages, whatever their permissions.

    Who may look is still Django's `view` permission; actions are the subclass's.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
