"""Why staff act on a person: asked with every action, remembered for that person until the session ends."""

from __future__ import annotations

from django.http import HttpRequest

from todos.support.models import TICKET_MAX

_KEPT = "desk_ticket"
_RESTORED = "desk_restored"


def read(request: HttpRequest) -> str:
    """The reason or ticket number that the form brings, on one line."""
    return " ".join(request.POST.get("reason", "").replace("\0", "").split())[:TICKET_MAX]


def remember(request: HttpRequest, user_id: str, reason: str) -> None:
    """Fill it in on that person's page from now on."""
    request.session[_KEPT] = [user_id, reason]


def remembered(request: HttpRequest, user_id: str) -> str:
    """What was given last on that person's page; empty on anybody else's."""
    whose, reason = request.session.get(_KEPT, ["", ""])
    return str(reason) if whose == user_id else ""


def keep_restored(request: HttpRequest, user_id: str, tasks: list[int]) -> None:
    """Tasks that can be thrown back with one step; none forgets them."""
    request.session[_RESTORED] = [user_id, tasks]


def restored(request: HttpRequest, user_id: str) -> list[int]:
    """The tasks that were restored last on that person's page."""
    whose, tasks = request.session.get(_RESTORED, ["", []])
    return [int(task) for task in tasks] if whose == user_id else []
