"""The admin's log-in page when the guard says no: the form says why, and the answer is 429."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from authbridge.accounts.errors import TooBusy, TooManyAttempts
from authbridge.accounts.staff.backends import refusal_of


class StaffLoginForm(AdminAuthenticationForm):
    """Django's form; `refusal` is what the guard raised, if it did."""

    refusal: TooBusy | TooManyAttempts | None = None

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except ValidationError:
            self.refusal = refusal_of(self.request)
            if self.refusal is None:
                raise
            raise ValidationError(str(self.refusal.detail), code="rate_limited") from None


class StaffLogin(AdminSite):
    """An admin site whose log-ins beyond the guard's limit are answered with 429 and Retry-After."""

    login_form = StaffLoginForm

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().login(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        refusal = getattr(form, "refusal", None)
        if refusal is not None:
            response.status_code = refusal.status_code
            response.headers["Retry-After"] = str(refusal.wait)
        return response
