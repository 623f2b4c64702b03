"""Tasks at the support desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from todos.errors import Problem
from todos.models import Task
from todos.serializers.members import EDITED_BY_STAFF, MEMBERS
from todos.support import links
from todos.support.changelist import DeskAdmin, Rows, latest
from todos.support.people.lookup import ids_named
from todos.support.tasks.actions import ACTIONS, actor_of, apply, by
from todos.support.tasks.forms import TaskForm
from todos.support.tasks.list_filters import DueFilter, PlaceFilter
from todos.support.tasks.repetition import in_words
from todos.support.tasks.search import HOW, search
from todos.support.tasks.task_history import tell
from todos.tasks.change import find_any, merge

READ_DESCRIPTION = "todos.read_description"
_SHOWN_AS = {"user_id": "owner", "next_task_id": "series"}


def _in_section(section: str) -> tuple[str, ...]:
    """The fields of a fieldset, in the order of the members of a task."""
    return tuple(_SHOWN_AS.get(name, name) for name, member in MEMBERS.items() if member.section == section)


class TaskAdmin(DeskAdmin):
    """Find a task, see what happened to it, and put it right: every change goes the API's way."""

    form = TaskForm
    actions = ACTIONS
    object_history_template = "support/history.html"
    change_form_template = "support/task.html"
    ordering = ("-id",)
    people = ("user_id",)
    list_display = ("id", "title", "owner", "completed", "priority", "due_date", "place", "changed")
    list_display_links = ("id", "title")
    list_filter = (PlaceFilter, "completed", "priority", DueFilter)
    search_help_text = HOW
    readonly_fields = (
        *(_SHOWN_AS.get(name, name) for name, one in MEMBERS.items() if one.section and name not in EDITED_BY_STAFF),
        "repeats",
    )
    fieldsets = (
        (None, {"fields": _in_section("content")}),
        ("Due", {"fields": (*_in_section("due"), "repeats", "end_repetition", "seen")}),
        ("Derived", {"fields": _in_section("derived")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tasks are people's own: staff do not make them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        """Nothing is deleted here: the trash keeps a task for its owner, `todos_purge` ends it."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Task | None = None) -> Any:
        """Descriptions only for those who may read them, and boxes only for those who may write."""
        left_out = set() if request.user.has_perm(READ_DESCRIPTION) else {"description"}
        if not self.has_change_permission(request, obj):
            left_out |= {"end_repetition", "seen"}
        if obj is None or not obj.recurrence:
            left_out |= {"end_repetition"}
        return [
            (name, {**options, "fields": tuple(field for field in options["fields"] if field not in left_out)})
            for name, options in self.fieldsets
        ]

    def get_form(self, request: HttpRequest, obj: Task | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, which knows what its reader may read."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.descriptions = request.user.has_perm(READ_DESCRIPTION)
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form. What the functions of the API refuse only when they write, is said and nothing is written."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Problem as problem:
            self.message_user(request, f"Nothing was saved: {problem.detail}", messages.ERROR)
            return HttpResponseRedirect(request.path)

    def get_search_results(self, request: HttpRequest, queryset: Rows, search_term: str) -> tuple[Rows, bool]:
        """What the term means (see `search.py`), in what the role may read."""
        term = search_term.strip()
        if not term:
            return self.unsearched(queryset), False
        return search(queryset, term, descriptions=request.user.has_perm(READ_DESCRIPTION)), False

    def unsearched(self, rows: Rows) -> Rows:
        """The latest: any filter and any order are then of ten thousand rows, however many there are."""
        return latest(rows)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list; of one person's tasks, with the way back to that person."""
        first = (request.GET.get("q", "").split() or [""])[0]
        ids = [] if first.isdigit() or not first else ids_named(first)
        whose = links.person(None, ids[0]) if len(ids) == 1 else ""
        return super().changelist_view(request, {"whose": whose, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: Task, form: Any, change: bool) -> None:
        """Write the changes as the API would, in the name of the member of staff."""
        said = f"Changed {', '.join(form.content) or 'nothing'}"
        if obj.recurrence and form.content.get("due_date", obj.due_date) is None:
            said += "; the repetition has ended"
        written = apply(actor_of(request), obj, by(merge(form.content, frozenset({obj.version})), find_any), said)
        obj.refresh_from_db()
        obj.version = written.version

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """`apply` has left the entry."""
        return None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What happened to the task, beside what staff did."""
        task = self.get_object(request, unquote(object_id))
        told: dict[str, Any] = {}
        if task is not None and self.has_view_or_change_permission(request, task):
            before = request.GET.get("before", "")
            place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
            told["events"], told["older"] = tell(task, place, descriptions=request.user.has_perm(READ_DESCRIPTION))
        return super().history_view(request, object_id, {**told, **(extra_context or {})})

    @admin.display(description="repeats")
    def repeats(self, task: Task) -> str:
        """The rule, in words."""
        return in_words(task)

    @admin.display(description="next in the series")
    def series(self, task: Task) -> str:
        """The way to the task that followed this one."""
        if task.next_task_id is None:
            return "–"
        page = reverse("admin:todos_task_change", args=[task.next_task_id])
        return format_html('<a href="{}">{}</a>', page, task.next_task_id)

    @admin.display(description="owner", ordering="user_id")
    def owner(self, task: Task) -> str:
        """The person's page."""
        return links.person(task, task.user_id)

    @admin.display(description="place", ordering="deleted_at")
    def place(self, task: Task) -> str:
        """Where it is; of a task in the list, nothing that draws the eye."""
        return "in the trash" if task.deleted_at else ""

    @admin.display(description="changed (UTC)", ordering="updated_at")
    def changed(self, task: Task) -> str:
        """When it was changed last, to the minute."""
        return f"{task.updated_at:%Y-%m-%d %H:%M}"
