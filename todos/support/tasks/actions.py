"""What staff do to tasks: through the same functions as the API, with the member of staff as the actor."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from todos.actor import Actor
from todos.clock import rfc3339
from todos.errors import Problem
from todos.models import Priority, Task
from todos.support.spreadsheet import download
from todos.tasks import trash as trashing
from todos.tasks.change import Decide, Find, change, find, find_any
from todos.tasks.complete import completing
from todos.tasks.transaction import open_ledger

MOST = 500  # tasks in one action: more belongs into a command


def actor_of(request: HttpRequest) -> Actor:
    """The member of staff, for the history."""
    return Actor("staff", str(request.user.pk), getattr(request, "request_id", ""))


Act = Callable[[Task, Actor], Task]


def by(decide: Decide, find: Find = find) -> Act:
    """The act of changing a task as `decide` says."""
    return lambda task, actor: change(task.user_id, task.pk, decide, actor, find)


def apply(actor: Actor, task: Task, act: Act, said: str) -> Task:
    """Act on one task for the member of staff and leave a LogEntry."""
    changed = act(task, actor)
    LogEntry.objects.log_actions(actor.id, [changed], CHANGE, change_message=said, single_object=True)
    return changed


def _each(
    modeladmin: Any,
    request: HttpRequest,
    tasks: QuerySet[Task],
    act: Act,
    said: str,
) -> None:
    """Do it to each chosen task and say what came of it."""
    chosen = list(tasks[: MOST + 1])
    if len(chosen) > MOST:
        modeladmin.message_user(request, f"Choose at most {MOST} tasks at a time; nothing was changed.", messages.ERROR)
        return
    actor, done, left = actor_of(request), 0, []
    for task in chosen:
        try:
            apply(actor, task, act, said)
            done += 1
        except Problem as problem:
            left.append(f"{task.pk}: {problem.detail}")
    if done:
        modeladmin.message_user(request, f"{said}: {done} of {len(chosen)} tasks.", messages.SUCCESS)
    for line in left[:5]:
        modeladmin.message_user(request, f"Left as it was: {line}", messages.WARNING)
    if len(left) > 5:
        modeladmin.message_user(request, f"… and {len(left) - 5} more left as they were.", messages.WARNING)


@admin.action(description="Complete", permissions=["change"])
def complete(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Task]) -> None:
    """Mark as completed."""
    _each(modeladmin, request, queryset, by(completing(True)), "Completed")


@admin.action(description="Reopen", permissions=["change"])
def reopen(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Task]) -> None:
    """Mark as not completed."""
    _each(modeladmin, request, queryset, by(completing(False)), "Reopened")


@admin.action(description="Move to the trash", permissions=["change"])
def trash(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Task]) -> None:
    """Into the trash; the owner can take it out again."""
    _each(modeladmin, request, queryset, by(trashing.trashing()), "Moved to the trash")


@admin.action(description="Restore from the trash", permissions=["change"])
def restore(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Task]) -> None:
    """Out of the trash."""
    _each(modeladmin, request, queryset, restoring, "Restored")


def restoring(task: Task, actor: Actor) -> Task:
    """Take a task out of the trash."""
    with open_ledger(task.user_id, actor) as ledger:
        return trashing.restore(ledger, find_any(task.user_id, task.pk))


@admin.action(description="Export as CSV", permissions=["view"])
def export(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Task]) -> HttpResponse:
    """The chosen tasks, harmless to open in a spreadsheet."""
    return download("tasks.csv", COLUMNS, (_row(task) for task in queryset[:MOST]))


COLUMNS = ("id", "user_id", "title", "completed", "priority", "due_date", "created_at", "updated_at", "deleted_at")


def _row(task: Task) -> Iterable[Any]:
    moments = (task.created_at, task.updated_at, task.deleted_at)
    return (
        task.pk,
        task.user_id,
        task.title,
        str(task.completed).lower(),
        Priority(task.priority).label,
        task.due_date or "",
        *(rfc3339(moment) if moment else "" for moment in moments),
    )


ACTIONS = (complete, reopen, trash, restore, export)
