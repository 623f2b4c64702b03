"""People at the support desk: a list to find them, and one page for each."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from todos.models import Owner
from todos.support.access import end_sessions
from todos.support.changelist import ReadOnlyAdmin, Rows
from todos.support.links import page_of
from todos.support.people import person_page
from todos.support.people.lookup import Known, ids_of_email

END_SESSIONS = "todos.change_person"
NOBODY = "Nobody is known by {}: ask for the address that they sign in with, or for their id."
UNKNOWN = 'That id has no list of tasks. <a href="{}">What else is known of {}</a>'


class PersonAdmin(ReadOnlyAdmin):
    """Everybody who ever wrote a task; anybody else by id or e-mail."""

    list_display = ("person", "name", "email", "total", "completed", "trashed")
    people = ("user_id",)
    list_display_links = None
    search_help_text = "A person's id or e-mail, written out."
    ordering = ("user_id",)
    sortable_by = ("person",)

    @admin.display(description="person", ordering="user_id")
    def person(self, row: Owner) -> SafeString:
        """The id, with a link to the page."""
        return format_html('<a href="{}">{}</a>', page_of(row.user_id), row.user_id)

    @admin.display(description="name")
    def name(self, row: Any) -> str:
        """As their account or their token says."""
        return str(row.known.get(row.user_id, Known()).name)

    @admin.display(description="e-mail")
    def email(self, row: Any) -> str:
        """As their account or their token says."""
        return str(row.known.get(row.user_id, Known()).email)

    def found(self, rows: Rows, term: str) -> Rows:
        """By id or by e-mail, from an index."""
        return rows.filter(user_id__in=[term, *(ids_of_email(term) if "@" in term else [])])

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """An e-mail or id that belongs to one person leads straight to them, also if they have no task yet."""
        term = request.GET.get("q", "").strip()
        if "@" in term and self.has_view_permission(request):
            found = ids_of_email(term)
            if len(found) == 1:
                return HttpResponseRedirect(page_of(found[0]))
            if not found:
                self.message_user(request, NOBODY.format(term), messages.WARNING)
        elif term and not Owner.objects.filter(pk=term).exists():
            link = format_html(UNKNOWN, page_of(term), term)
            self.message_user(request, link, messages.WARNING)
        return super().changelist_view(request, extra_context)

    def get_urls(self) -> list[Any]:
        """The page, and what can be done from it."""
        ours = [
            path("<path:user_id>/end-session/", self._wrapped(self.end_session), name="todos_person_end_session"),
            path("<path:user_id>/end-all/", self._wrapped(self.end_all), name="todos_person_end_all"),
        ]
        return [*ours, *super().get_urls()]

    def _wrapped(self, view: Any) -> Any:
        return self.admin_site.admin_view(require_POST(view))

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """The person's page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        user_id = unquote(object_id)
        found = person_page.gather(user_id)
        context = {
            **self.admin_site.each_context(request),
            "title": found.identity.name or user_id,
            "subtitle": None,
            "person": found,
            "opts": self.model._meta,
            "may_end": request.user.has_perm(END_SESSIONS),
            "may_read_tasks": request.user.has_perm("todos.view_task"),
            "may_read_trail": request.user.has_perm("auditlog.view_authevent"),
        }
        return TemplateResponse(request, "support/person.html", context)

    def end_session(self, request: HttpRequest, user_id: str) -> HttpResponse:
        """End one session."""
        self._demand(request)
        session = request.POST.get("session", "")
        if session:
            effect = end_sessions.end_one(str(request.user.pk), user_id, session)
            self.message_user(request, f"The session has ended. {effect}", messages.SUCCESS)
        else:
            self.message_user(request, "Choose the session to end; nothing was changed.", messages.ERROR)
        return HttpResponseRedirect(page_of(user_id))

    def end_all(self, request: HttpRequest, user_id: str) -> HttpResponse:
        """End all sessions."""
        self._demand(request)
        effect = end_sessions.end_all(str(request.user.pk), user_id)
        self.message_user(request, f"Every session has ended. {effect}", messages.SUCCESS)
        return HttpResponseRedirect(page_of(user_id))

    def _demand(self, request: HttpRequest) -> None:
        if not request.user.has_perm(END_SESSIONS):
            raise PermissionDenied
