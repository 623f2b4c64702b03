"""Authenticators of staff (TOTP, RFC 6238): the secret is shown once, until the device is confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django_otp.plugins.otp_totp.admin import TOTPDeviceAdmin
from django_otp.plugins.otp_totp.models import TOTPDevice

CONFIRM = "Scan the code first, then tick this: from then on the password alone does not let its owner in."


class AuthenticatorAdmin(TOTPDeviceAdmin):  # type: ignore[misc]  # django-otp has no types
    """django-otp's own page, without the key; the QR code only while the device is not confirmed."""

    list_display = ("user", "name", "confirmed", "last_used_at")
    list_filter = ("confirmed",)
    readonly_fields = ("created_at", "last_used_at", "code")

    def get_list_display(self, request: HttpRequest) -> Any:
        """Without a link to the secret."""
        return self.list_display

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who, and whether; the code of what is being set up."""
        shown = ("user", "name", "confirmed", "created_at", "last_used_at")
        return ((None, {"fields": shown if obj is None or obj.confirmed else (*shown, "code")}),)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new device of one's own, not confirmed."""
        return {"user": request.user.pk, "name": "authenticator", "confirmed": False}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Say what confirming does."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "confirmed":
            field.help_text = CONFIRM
        return field

    def config_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The QR code, of a device that is not confirmed."""
        self._demand_unconfirmed(pk)
        page: HttpResponse = super().config_view(request, pk)
        return page

    def qrcode_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The picture on that page."""
        self._demand_unconfirmed(pk)
        picture: HttpResponse = super().qrcode_view(request, pk)
        return picture

    def _demand_unconfirmed(self, pk: int) -> None:
        if get_object_or_404(TOTPDevice, pk=pk).confirmed:
            raise PermissionDenied

    @admin.display(description="QR code")
    def code(self, device: Any) -> str:
        """The way to it."""
        page = reverse("admin:otp_totp_totpdevice_config", args=[device.pk])
        return format_html('<a href="{}">Show the QR code to scan</a>', page)
