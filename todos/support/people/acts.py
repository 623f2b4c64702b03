"""What staff do on a person's page: each act with its permission, its reason in the log, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest

from todos.clock import now
from todos.errors import Problem
from todos.models import Task
from todos.support.access import end_sessions
from todos.support.access.unlock import unlock
from todos.support.models import TEXT_MAX, Note
from todos.support.people import tickets
from todos.support.people.person_page import identity_of
from todos.support.tasks.actions import MOST, Act, actor_of, apply, by, restoring
from todos.tasks.change import find_any
from todos.tasks.trash import trashing

ADD_NOTE = "support.add_note"
CHANGE_TASK = "todos.change_task"
END_SESSIONS = "todos.change_person"
UNLOCK = "accounts.delete_loginattempts"


class Said(NamedTuple):
    """What came of it: a level of Django's messages, and the sentence."""

    level: int
    text: str


class Asked(NamedTuple):
    """An act as it was asked for; `what` is its object, such as a task's number."""

    request: HttpRequest
    user_id: str
    what: str
    why: str

    @property
    def staff(self) -> str:
        """The id of the member of staff."""
        return str(self.request.user.pk)


def restore(asked: Asked) -> Said:
    """One task out of the trash."""
    number = int(asked.what) if asked.what.isascii() and asked.what.isdigit() else 0
    return _restore(asked, list(Task.objects.of(asked.user_id).trashed().filter(pk=number)))


def restore_all(asked: Asked) -> Said:
    """All of the trash, at most 500 at a time, those thrown away last first."""
    return _restore(asked, list(Task.objects.of(asked.user_id).trashed().order_by("-deleted_at", "-id")[:MOST]))


def _restore(asked: Asked, tasks: list[Task]) -> Said:
    done, left = _each(asked, tasks, restoring, "Restored")
    tickets.keep_restored(asked.request, asked.user_id, done)
    return _told(f"Restored {_tasks(len(done))}.", len(done), left, "There is nothing in the trash to restore.")


def undo(asked: Asked) -> Said:
    """What was restored last, back into the trash."""
    chosen = tickets.restored(asked.request, asked.user_id)
    tasks = list(Task.objects.of(asked.user_id).live().filter(pk__in=chosen))
    done, left = _each(asked, tasks, by(trashing(), find_any), "Moved back to the trash")
    tickets.keep_restored(asked.request, asked.user_id, [])
    return _told(f"{_tasks(len(done))} back in the trash.", len(done), left, "There is nothing to take back.")


def _each(asked: Asked, tasks: list[Task], act: Act, said: str) -> tuple[list[int], list[str]]:
    done, left, actor = [], [], actor_of(asked.request)
    for task in tasks:
        try:
            apply(actor, task, act, f"{said}. Why: {asked.why}")
            done.append(task.pk)
        except Problem as problem:
            left.append(f"{task.pk}: {problem.detail}")
    return done, left


def _told(text: str, done: int, left: list[str], nothing: str) -> Said:
    if left:
        return Said(messages.WARNING, f"{text if done else ''} Left as it was: {'; '.join(left[:5])}".strip())
    return Said(messages.SUCCESS, text) if done else Said(messages.WARNING, nothing)


def _tasks(count: int) -> str:
    return "1 task" if count == 1 else f"{count} tasks"


def lift_locks(asked: Asked) -> Said:
    """The locks of the person's address."""
    lifted = unlock(asked.staff, asked.user_id, identity_of(asked.user_id).email, asked.why)
    if not lifted:
        return Said(messages.WARNING, "No lock holds any more.")
    return Said(messages.SUCCESS, "The log-in is unlocked: the next try counts as the first.")


def end_session(asked: Asked) -> Said:
    """One session."""
    if not asked.what:
        return Said(messages.ERROR, "Choose the session to end; nothing was changed.")
    outcome = end_sessions.end_one(asked.staff, asked.user_id, asked.what, asked.why)
    return _of(outcome, "The session has ended.", "The session has not ended everywhere.")


def end_all(asked: Asked) -> Said:
    """Every session."""
    outcome = end_sessions.end_all(asked.staff, asked.user_id, asked.why)
    return _of(outcome, "Every session has ended.", "Not every session has ended.")


def _of(outcome: end_sessions.Outcome, whole: str, part: str) -> Said:
    return Said(messages.WARNING if outcome.remains else messages.SUCCESS, outcome.told(whole, part))


def note(asked: Asked) -> Said:
    """What the next member of staff should know."""
    text = asked.request.POST.get("note", "").replace("\0", "").strip()
    if not text:
        return Said(messages.ERROR, "The note is empty; nothing was written.")
    if len(text) > TEXT_MAX:
        return Said(messages.ERROR, f"A note has at most {TEXT_MAX} characters, this one {len(text)}: shorten it.")
    author = getattr(asked.request.user, "email", "")
    Note.objects.create(
        user_id=asked.user_id, at=now(), author_id=asked.staff, author=author, ticket=asked.why, text=text
    )
    return Said(messages.SUCCESS, "The note is written.")


# The permission that each act needs, and what it does.
ACTS: dict[str, tuple[str, Callable[[Asked], Said]]] = {
    "restore": (CHANGE_TASK, restore),
    "restore_all": (CHANGE_TASK, restore_all),
    "undo": (CHANGE_TASK, undo),
    "unlock": (UNLOCK, lift_locks),
    "end": (END_SESSIONS, end_session),
    "end_all": (END_SESSIONS, end_all),
    "note": (ADD_NOTE, note),
}


def allowed(user: Any) -> set[str]:
    """The acts that this member of staff may do."""
    return {name for name, (permission, _) in ACTS.items() if user.has_perm(permission)}
