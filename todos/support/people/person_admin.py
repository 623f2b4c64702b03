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
from todos.support.changelist import ReadOnlyAdmin, Rows
from todos.support.links import page_of
from todos.support.people import acts, person_page, tickets
from todos.support.people.lookup import Known, ids_of_email
from todos.support.people.timeline import SORTS, timeline
from todos.support.tasks.task_admin import READ_DESCRIPTION

WHY = "Say why, in a word or with the number of the ticket: it goes into the log. Nothing was changed."
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
        act = self.admin_site.admin_view(require_POST(self.act))
        return [path("<path:user_id>/act/", act, name="todos_person_act"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """The person's page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        user_id = unquote(object_id)
        found, may = person_page.gather(user_id), request.user.has_perm
        sort = request.GET.get("show", "")
        sees = {"tasks": may("todos.view_task"), "trail": may("auditlog.view_authevent")}
        entries = timeline(user_id, sort, **sees, descriptions=may(READ_DESCRIPTION))
        context = {
            **self.admin_site.each_context(request),
            "title": found.identity.name or found.identity.email or user_id,
            "subtitle": None,
            "person": found,
            "opts": self.model._meta,
            "may": acts.allowed(request.user),
            "may_read_tasks": sees["tasks"],
            "may_read_notes": may("support.view_note"),
            "timeline": entries,
            "sorts": SORTS,
            "sort": sort,
            "reason": tickets.remembered(request, user_id),
            "restored": tickets.restored(request, user_id),
        }
        return TemplateResponse(request, "support/person.html", context)

    def act(self, request: HttpRequest, user_id: str) -> HttpResponse:
        """Do what a button of the page asks for. A note that was begun is written with it, whatever the button."""
        name, _, what = request.POST.get("act", "").partition(":")
        permission, perform = acts.ACTS.get(name, ("", None))
        if perform is None or not request.user.has_perm(permission):
            raise PermissionDenied
        why = tickets.read(request)
        if why:
            tickets.remember(request, user_id, why)
        elif name != "note":
            self.message_user(request, WHY, messages.ERROR)
            return HttpResponseRedirect(page_of(user_id))
        asked = acts.Asked(request, user_id, what, why)
        said = [perform(asked)]
        if name != "note" and request.POST.get("note", "").strip() and request.user.has_perm(acts.ADD_NOTE):
            said.append(acts.note(asked))
        for level, text in said:
            self.message_user(request, text, level)
        return HttpResponseRedirect(page_of(user_id))
