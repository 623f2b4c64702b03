"""The search that stands on every page: a name, an e-mail or the beginning of either, an id, a task's number.

Each form is answered from an index, so the millionth person is found as fast as the first. Better Auth's own tables
are asked for a whole address or an id only: they have an index for these, and none is added to them.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from authbridge.accounts.models import User
from authbridge.directory import queries
from todos.models import Owner, Seen, Task
from todos.support.better_auth import asked, in_reach
from todos.support.links import page_of
from todos.support.people.lookup import Known, ids_of_email, known
from todos.text.search import fold

MOST = 20
SHORTEST = 2  # characters of a beginning
NOBODY = "Nobody is known by {}: ask for the address that they sign in with, or for their id."
SHORT_OF = (
    "Better Auth's tables are out of reach: people who have not written a task yet are found there only, so they are "
    "missing here."
)


def find(request: HttpRequest, site: Any) -> HttpResponse:
    """One person leads straight to their page, several are listed."""
    if not request.user.has_perm("todos.view_person"):
        raise PermissionDenied
    term = request.GET.get("q", "").replace("\0", "").strip()
    task = _task(term) if request.user.has_perm("todos.view_task") else None
    ids = people(term)
    if task is not None and not ids:
        link = format_html("Task {} is this person's: “{}”.", task.pk, task.title)
        messages.info(request, link)
        return HttpResponseRedirect(page_of(task.user_id))
    if len(ids) == 1 and task is None:
        return HttpResponseRedirect(page_of(ids[0]))
    context = {
        **site.each_context(request),
        "title": f"Found for {term}" if term else "Find a person",
        "found_term": term,
        "found": _named(ids),
        "task": task,
        "nobody": NOBODY.format(term) if term and not ids and task is None else "",
        "short_of": "" if in_reach() else SHORT_OF,
    }
    return TemplateResponse(request, "support/find.html", context)


def people(term: str) -> list[str]:
    """The ids of at most twenty people that `term` may mean; the exact ones alone, if there are any."""
    if not term:
        return []
    exact = ids_of_email(term) if "@" in term else _with_id(term)
    return exact[:MOST] or _beginning(term)


def _with_id(term: str) -> list[str]:
    here = any(model._default_manager.filter(pk=term).exists() for model in (Owner, User, Seen))
    return [term] if here or asked(queries.find_user, term) is not None else []


def _beginning(term: str) -> list[str]:
    if len(term) < SHORTEST:
        return []
    found = list(User.objects.filter(email__startswith=term.lower()).values_list("pk", flat=True)[:MOST])
    for column, start in (("email", term.lower()), ("name_folded", fold(term))):
        found += Seen.objects.filter(**{f"{column}__startswith": start}).values_list("pk", flat=True)[:MOST]
    return list(dict.fromkeys(found))[:MOST]


def _task(term: str) -> Task | None:
    if not (term.isascii() and term.isdigit() and len(term) < 19):
        return None
    return Task.objects.filter(pk=int(term)).first()


def _named(ids: list[str]) -> list[tuple[str, Known, str]]:
    """Id, what they are called, and their page, by address."""
    names = known(ids)
    rows = [(user_id, names.get(user_id, Known()), page_of(user_id)) for user_id in ids]
    return sorted(rows, key=lambda row: (row[1].email, row[0]))
