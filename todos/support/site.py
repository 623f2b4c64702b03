"""The support desk: Django's admin under our own name, with a landing page and an optional second factor."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django_otp import devices_for_user, user_has_device
from django_otp.forms import OTPAuthenticationFormMixin

from authbridge.accounts.staff.login import StaffLogin, StaffLoginForm
from todos.support.access.code_wait import wait
from todos.support.closed_lists import ClosedList
from todos.support.session_timeout import stays


class DeskLoginForm(OTPAuthenticationFormMixin, StaffLoginForm):  # type: ignore[misc]  # django-otp has no types
    """E-mail, password, and the code of those who have set up a second factor (TOTP, RFC 6238)."""

    otp_device = forms.CharField(required=False, widget=forms.HiddenInput)
    otp_token = forms.CharField(
        required=False,
        label="Code",
        help_text="Only if you have set up an authenticator.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        """The password first, under the guard; then the code, of whoever has a device."""
        cleaned = super().clean()
        user = self.get_user()
        if user is not None and user_has_device(user):
            # The page asks for a code only; it is read against the authenticator that was set up last.
            device = list(devices_for_user(user))[-1]
            if told := wait(device):
                raise forms.ValidationError(told, code="wait")
            self.cleaned_data["otp_device"] = device.persistent_id
            self.clean_otp(user)
        return cleaned


# In the order of a ticket: whose is it, what happened, who may come in. The names are the desk's own.
SECTIONS = {
    "todos": "People and tasks",
    "auditlog": "Trail",
    "accounts": "Local accounts",
    "otp_totp": "Second factor",
    "admin": "Staff actions",
}


# What is open to those who must set up a second factor before anything else.
_BEFORE_IT = {"authenticator", "authenticator_qr", "login", "logout", "jsi18n"}


class StaffAdminSite(StaffLogin):
    """The site that staff work in."""

    site_header = "Todo support desk"
    site_title = "Todo support"
    index_title = "Support desk"
    site_url = None  # the front end is a service of its own
    login_form = DeskLoginForm
    index_template = "support/index.html"
    login_template = "support/login.html"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """As Django's; the list of a library's own page, too, answers only what it offers."""
        page = admin_class or ModelAdmin
        if not issubclass(page, ClosedList):
            page = type(page.__name__, (ClosedList, page), {})
        super().register(model_or_iterable, page, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff in a session that goes on; and whoever has set up a second factor has given it."""
        if not super().has_permission(request) or not stays(request):
            return False
        verified = getattr(request.user, "is_verified", None)
        return (verified is not None and verified()) or not user_has_device(request.user)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The sections, in the order of a ticket."""
        order = list(SECTIONS)
        found: list[Any] = super().get_app_list(request, app_label)
        for section in found:
            section["name"] = SECTIONS.get(section["app_label"], section["name"])
            for page in section["models"]:
                page["name"] = getattr(self._registry[page["model"]], "heading", "") or page["name"]
        return sorted(found, key=lambda section: (*order, section["app_label"]).index(section["app_label"]))

    def get_urls(self) -> list[Any]:
        """Django's pages, and the search that each of them carries."""
        ours = {"find": self.find, "authenticator": self.authenticator, "authenticator_qr": self.authenticator_qr}
        pages = [path(f"{name.replace('_', '/')}/", self.admin_view(page), name=name) for name, page in ours.items()]
        return [*pages, *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django's; who must set up a second factor first sees nothing but the page for that."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            from todos.support.access.own_authenticator import must_set_up

            if must_set_up(request.user) and getattr(request.resolver_match, "url_name", "") not in _BEFORE_IT:
                return HttpResponseRedirect(reverse("admin:authenticator"))
            return inner(request, *args, **kwargs)

        return guarded

    def authenticator(self, request: HttpRequest) -> HttpResponse:
        """Where staff set up their own second factor."""
        from todos.support.access.own_authenticator import page

        return page(request, self.each_context(request))

    def authenticator_qr(self, request: HttpRequest) -> HttpResponse:
        """The picture on that page."""
        from todos.support.access.own_authenticator import picture

        return picture(request)

    def find(self, request: HttpRequest) -> HttpResponse:
        """Whoever the term means."""
        from todos.support.people.find import find

        return find(request, self)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What staff look at first."""
        from todos.support.dashboard import figures
        from todos.support.plot import bars

        found = figures()
        return super().index(request, {**(extra_context or {}), "figures": found, "plot": bars(found.days)})
