"""After a wrong code the next one waits (django-otp doubles the seconds each time): who waits is told how long."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:  # the log-in form is loaded before the models are
    from django_otp.plugins.otp_totp.models import TOTPDevice

WAIT = "After a wrong code the next one has to wait, a right one too. Enter the code that the device shows in {}."


def wait(device: TOTPDevice) -> str:
    """What to tell whoever has to wait; empty for who need not."""
    allowed, why = device.verify_is_allowed()
    if allowed:
        return ""
    seconds = max(1, ceil((why["locked_until"] - timezone.now()).total_seconds()))
    return WAIT.format("1 second" if seconds == 1 else f"{seconds} seconds")
