"""A member of staff sets up their own authenticator; which roles must have one is `DESK_SECOND_FACTOR`."""

from __future__ import annotations

import base64
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django_otp import login, user_has_device
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.qr import write_qrcode_image

from todos.support.access.code_wait import wait

WRONG = "That is not the code of this moment. Is the clock of the device right? Wait for the next code and enter that."
NAME = "authenticator"


def must_set_up(user: AbstractUser | Any) -> bool:
    """Whether the role of `user` demands a second factor and they have none yet. Superusers count as `admin`."""
    roles = set(settings.DESK_SECOND_FACTOR)
    if not roles or not user.is_authenticated:
        return False
    demanded = ("admin" in roles and user.is_superuser) or user.groups.filter(name__in=roles).exists()
    return demanded and not user_has_device(user)


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Set one up: the secret is shown until a code confirms it. Who has one is told how to change it."""
    if user_has_device(request.user):
        return TemplateResponse(request, "support/authenticator.html", {**context, "title": "Your authenticator"})
    device, wrong = _unconfirmed(request), ""
    if request.method == "POST":
        wrong = wait(device)
        if not wrong and device.verify_token(request.POST.get("code", "").replace(" ", "")):
            return _confirm(request, device)
        wrong = wrong or WRONG
    facts = {
        "title": "Set up your authenticator",
        "device": device,
        "key": base64.b32encode(device.bin_key).decode(),
        "qr": reverse("admin:authenticator_qr"),
        "wrong": wrong,
        "demanded": must_set_up(request.user),
    }
    return TemplateResponse(request, "support/authenticator.html", {**context, **facts})


def picture(request: HttpRequest) -> HttpResponse:
    """The QR code of one's own device that is not confirmed."""
    response = HttpResponse(content_type="image/svg+xml")
    if user_has_device(request.user):
        response.status_code = 404
        return response
    write_qrcode_image(_unconfirmed(request).config_url, response)
    return response


def _unconfirmed(request: HttpRequest) -> TOTPDevice:
    mine = TOTPDevice.objects.filter(user=request.user, confirmed=False).order_by("-id").first()
    return mine or TOTPDevice.objects.create(user=request.user, name=NAME, confirmed=False)


def _confirm(request: HttpRequest, device: TOTPDevice) -> HttpResponse:
    device.confirmed = True
    device.save()
    login(request, device)  # who has just given a code need not give another
    LogEntry.objects.log_actions(
        str(request.user.pk), [device], CHANGE, change_message="Confirmed by a code", single_object=True
    )
    messages.success(request, "From now on the desk asks you for a code when you log in.")
    return HttpResponseRedirect(reverse("admin:index"))
