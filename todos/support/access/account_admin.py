"""Accounts at the support desk: the last administrator stays, and nobody lifts themselves above their role."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from authbridge.accounts.admin import UserAdmin, UserForm
from authbridge.accounts.models import User
from todos.support.changelist import DeskAdmin, Rows

ADMIN_GROUP = "admin"
LAST = "This is the last administrator: without one nobody could let staff in again. Make another one first."


def administrators() -> QuerySet[User]:
    """Who can administer the desk: active staff with the role, and active superusers."""
    members = User.groups.through.objects.filter(group__name=ADMIN_GROUP).values("user_id")
    return User.objects.filter(Q(is_superuser=True) | Q(pk__in=members), is_active=True, is_staff=True)


def others_remain(leaving: Any) -> bool:
    """Whether there is an administrator besides those who are `leaving` (ids)."""
    rest = administrators().exclude(pk__in=list(leaving))
    if connection.in_atomic_block:  # two that remove each other at once wait for one another
        rest = rest.select_for_update()
    return bool(list(rest[:1]))


def is_administrator(person: User) -> bool:
    """Whether it is one now, by what the database says."""
    return administrators().filter(pk=person.pk).exists()


class AccountForm(UserForm):
    """The form that does not let the last administrator go."""

    def clean(self) -> dict[str, Any]:
        """Refuse what would leave the desk without an administrator."""
        cleaned = super().clean() or self.cleaned_data
        if is_administrator(self.instance) and not self._stays(cleaned) and not others_remain([self.instance.pk]):
            raise ValidationError(LAST, code="last_admin")
        return cleaned

    def _stays(self, cleaned: dict[str, Any]) -> bool:
        person = self.instance
        groups = cleaned["groups"] if "groups" in cleaned else person.groups.all()
        role = cleaned.get("is_superuser", person.is_superuser) or any(group.name == ADMIN_GROUP for group in groups)
        return bool(role and cleaned.get("is_active", person.is_active) and cleaned.get("is_staff", person.is_staff))


class AccountAdmin(DeskAdmin, UserAdmin):
    """Accounts, with the rules of the desk."""

    heading = "Accounts"
    form = AccountForm
    list_filter: ClassVar[Any] = ("is_staff",)
    search_help_text = "An id, or the beginning of an e-mail address."
    sortable_by = ("email",)

    def found(self, rows: Rows, term: str) -> Rows:
        """By id, or by the beginning of the address: the index of each serves it."""
        return rows.filter(Q(pk=term) | Q(email__startswith=term.lower()))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Superusers are made by superusers, or by `manage.py createsuperuser`."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser is changed by superusers only: whoever sets a password can enter with it."""
        return super().has_change_permission(request, obj) and self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """As changing."""
        return super().has_delete_permission(request, obj) and self._may(request, obj)

    def _may(self, request: HttpRequest, person: User | None) -> bool:
        return person is None or not person.is_superuser or bool(request.user.is_superuser)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What Django would delete; the last administrator stands among what is protected from it."""
        gone, counts, missing, protected = super().get_deleted_objects(objs, request)
        people = list(objs)
        leaving = [person.pk for person in people]
        if administrators().filter(pk__in=leaving).exists() and not others_remain(leaving):
            protected = [*protected, LAST]
        if any(not self._may(request, person) for person in people):
            protected = [*protected, "A superuser is removed by superusers only."]
        return gone, counts, missing, protected
