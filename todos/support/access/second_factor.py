"""Authenticators of staff (TOTP, RFC 6238): the secret is shown until a code of the device has confirmed it.

Confirmed by a code and by nothing else: a tick for a device that nobody scanned would lock its owner out.
"""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django_otp import login
from django_otp.plugins.otp_totp.admin import TOTPDeviceAdmin
from django_otp.plugins.otp_totp.models import TOTPDevice

from todos.support.access.code_wait import wait
from todos.support.access.own_authenticator import WRONG
from todos.support.changelist import NamedAdmin


class AuthenticatorAdmin(NamedAdmin, TOTPDeviceAdmin):  # type: ignore[misc]  # django-otp has no types
    """django-otp's own page, without the key; the QR code only while the device is not confirmed."""

    heading = "Authenticators"
    list_display = ("user", "name", "confirmed", "last_used_at")
    list_filter = ("confirmed",)
    readonly_fields = ("confirmed", "created_at", "last_used_at", "code")

    def get_list_display(self, request: HttpRequest) -> Any:
        """Without a link to the secret."""
        return self.list_display

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who, and whether; the code of what is being set up."""
        shown = ("user", "name", "confirmed", "created_at", "last_used_at")
        return ((None, {"fields": shown if obj is None or obj.confirmed else (*shown, "code")}),)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new device of one's own."""
        return {"user": request.user.pk, "name": "authenticator"}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new one is not confirmed."""
        obj.confirmed = obj.confirmed and change
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """On to the code that is to be scanned."""
        return HttpResponseRedirect(reverse("admin:otp_totp_totpdevice_config", args=[obj.pk]))

    def config_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The QR code, of a device that is not confirmed; and its confirmation by a code."""
        device, wrong = self._demand_unconfirmed(pk), ""
        if request.method == "POST":
            if not self.has_change_permission(request, device):
                raise PermissionDenied
            wrong = wait(device)
            if not wrong and device.verify_token(request.POST.get("code", "").replace(" ", "")):
                return self._confirm(request, device)
            wrong = wrong or WRONG
        page: Any = super().config_view(request, pk)
        key = base64.b32encode(device.bin_key).decode()
        qr = reverse("admin:otp_totp_totpdevice_qrcode", args=[pk])
        facts = {"title": "Set up an authenticator", "opts": self.opts, "key": key, "wrong": wrong, "qr": qr}
        page.context_data |= facts
        return page  # type: ignore[no-any-return]  # django-otp has no types

    def _confirm(self, request: HttpRequest, device: TOTPDevice) -> HttpResponse:
        device.confirmed = True
        device.save()
        if device.user == request.user:  # who has just given a code need not give another
            login(request, device)
        self.log_change(request, device, "Confirmed by a code")
        self.message_user(request, f"{device.user} is asked for a code at the next log-in.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:otp_totp_totpdevice_changelist"))

    def qrcode_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The picture on that page."""
        self._demand_unconfirmed(pk)
        picture: HttpResponse = super().qrcode_view(request, pk)
        return picture

    def _demand_unconfirmed(self, pk: int) -> TOTPDevice:
        device: TOTPDevice = get_object_or_404(TOTPDevice, pk=pk)
        if device.confirmed:
            raise PermissionDenied
        return device

    @admin.display(description="QR code")
    def code(self, device: Any) -> str:
        """The way to it."""
        page = reverse("admin:otp_totp_totpdevice_config", args=[device.pk])
        return format_html('<a href="{}">Show the QR code to scan</a>', page)
