"""People, their sessions and their failed log-ins, for staff. No password, hash or digest is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest

from authbridge.accounts.models import EndReason, LoginAttempts, RefreshFamily, User
from authbridge.accounts.sessions import end_session
from authbridge.authentication import Unavailable

if TYPE_CHECKING:
    _UserForm = UserChangeForm[User]
    _NewUserForm = AdminUserCreationForm[User]
    _UserAdmin = DjangoUserAdmin[User]
    _SessionAdmin = admin.ModelAdmin[RefreshFamily]
    _LoginAttemptsAdmin = admin.ModelAdmin[LoginAttempts]
else:
    _UserForm, _NewUserForm = UserChangeForm, AdminUserCreationForm
    _UserAdmin, _SessionAdmin, _LoginAttemptsAdmin = DjangoUserAdmin, admin.ModelAdmin, admin.ModelAdmin


class UserForm(_UserForm):
    """Django's form without its password field, which shows a part of the hash."""

    password = None  # type: ignore[assignment]  # Django's way to leave an inherited field out

    class Meta:
        model = User
        fields = "__all__"


class NewUserForm(_NewUserForm):
    """Django's form, by e-mail."""

    class Meta:
        model = User
        fields = ("email", "name")


@admin.register(User)
class UserAdmin(_UserAdmin):
    """Accounts; a password is set by its own page or by a reset link, never seen."""

    form = UserForm
    add_form = NewUserForm
    ordering = ("email",)
    list_display = ("email", "name", "role", "is_staff", "is_active", "created_at")
    list_filter = ("role", "is_staff", "is_active")
    search_fields = ("id", "email", "name")
    readonly_fields = ("id", "created_at")
    fieldsets = (
        (None, {"fields": ("id", "email", "name", "role", "created_at")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)


@admin.register(RefreshFamily)
class SessionAdmin(_SessionAdmin):
    """Sessions, to look at and to end."""

    list_display = ("id", "user", "created_at", "expires_at", "ended_at", "end_reason", "address")
    list_filter = ("end_reason",)
    list_select_related = ("user",)
    search_fields = ("id", "user__email", "user__id")
    actions = ("end_sessions",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RefreshFamily | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RefreshFamily | None = None) -> bool:
        # A session is ended, not deleted: deleting its row would leave its access tokens alive.
        return False

    def has_end_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("accounts.change_refreshfamily")

    @admin.action(description="End the chosen sessions", permissions=["end"])
    def end_sessions(self, request: HttpRequest, chosen: QuerySet[RefreshFamily]) -> None:
        try:
            ended = sum(end_session(session.pk, EndReason.STAFF, actor=str(request.user.pk)) for session in chosen)
        except Unavailable:
            self.message_user(
                request,
                "The revocation list cannot be reached, so access tokens that are out hold until they expire. "
                "Repeat this when it is back.",
                messages.ERROR,
            )
            return
        self.message_user(
            request, f"{ended} sessions ended; their access tokens are refused from now on.", messages.SUCCESS
        )


@admin.register(LoginAttempts)
class LoginAttemptsAdmin(_LoginAttemptsAdmin):
    """Failed log-ins in the running window. Deleting a row lifts its lock."""

    list_display = ("account", "address", "failures", "window_ends_at")
    search_fields = ("account", "address")
    ordering = ("-window_ends_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LoginAttempts | None = None) -> bool:
        return False
