"""The order that people give their tasks by hand.

A position is a whole number; a task moves between two neighbours by taking a number between theirs.
Where two neighbours have none left between them, the nearest stretch of the list around the gap that
has room for all its tasks is spread out evenly: a handful of rows, and ever more rarely.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from django.db.models import Max, Min

from todos.errors import ValidationProblem, fault
from todos.models import Task
from todos.tasks.change import Versions, check_version, find, write
from todos.tasks.transaction import GAP, Ledger

FIRST_STRETCH = 16  # tasks on each side of a full gap that are looked at first


class Place(NamedTuple):
    """Where to: before or after another task, or to one of the ends."""

    where: Literal["before", "after", "top", "bottom"]
    neighbour: int = 0


def move(ledger: Ledger, task: Task, place: Place, versions: Versions | None = None) -> Task:
    """Put the task in its place. Raises `NoSuchTask`, `VersionConflict`, `ValidationProblem`."""
    check_version(task, versions)
    if place.neighbour == task.id:
        detail = "A task cannot be placed beside itself."
        raise ValidationProblem(errors=[fault("pointer", f"#/{place.where}", "same_task", detail)])
    position = _position(ledger, task, place)
    if position != task.position:
        write(ledger, task, {"position": position})
    return task


def own_position(ledger: Ledger, task: Task) -> int:
    """Where a task that comes out of the trash goes: where it was, or right behind whoever is there now."""
    taker = _others(ledger, task).filter(position=task.position).first()
    return task.position if taker is None else _position(ledger, task, Place("after", taker.pk))


def _position(ledger: Ledger, task: Task, place: Place) -> int:
    """The position in that place, which nobody else has; the task's own if it is there already."""
    below, above = _neighbours(ledger, task, place)
    if below == above == task.position:
        return task.position
    if below is not None and above is not None and above - below < 2:
        _make_room(ledger, below, above, task)
        below, above = _neighbours(ledger, task, place)
    return _between(ledger, below, above)


def _others(ledger: Ledger, task: Task) -> Any:
    return Task.objects.of(ledger.user_id).live().exclude(id=task.id)


def _neighbours(ledger: Ledger, task: Task, place: Place) -> tuple[int | None, int | None]:
    """The positions the task comes between; None at an end. Both its own: it is there already."""
    others = _others(ledger, task)
    match place.where:
        case "top":
            below, above = None, others.aggregate(first=Min("position"))["first"]
        case "bottom":
            below, above = others.aggregate(last=Max("position"))["last"], None
        case "before":
            above = find(ledger.user_id, place.neighbour).position
            below = others.filter(position__lt=above).aggregate(last=Max("position"))["last"]
        case "after":
            below = find(ledger.user_id, place.neighbour).position
            above = others.filter(position__gt=below).aggregate(first=Min("position"))["first"]
    inside = (below is None or below < task.position) and (above is None or task.position < above)
    return (task.position, task.position) if inside else (below, above)


def _between(ledger: Ledger, below: int | None, above: int | None) -> int:
    if above is None:
        return ledger.end_position()
    return above - GAP if below is None else (below + above) // 2


def _make_room(ledger: Ledger, below: int, above: int, task: Task) -> None:
    """Spread out the tasks around the gap between `below` and `above`."""
    others = _others(ledger, task)
    reach = FIRST_STRETCH
    while True:
        left = list(others.filter(position__lte=below).order_by("-position", "-id")[: reach + 1])[::-1]
        right = list(others.filter(position__gte=above).order_by("position", "id")[: reach + 1])
        # The outermost task on a side stays where it is, as the edge; at the list's end there is no edge.
        low = left.pop(0).position if len(left) > reach else left[0].position - GAP * (len(left) + 1)
        high = right.pop().position if len(right) > reach else right[-1].position + GAP * (len(right) + 1)
        stretch = [*left, *right]
        step = (high - low) // (len(stretch) + 1)
        if step >= 2 * FIRST_STRETCH:
            break
        reach *= 4
    for rank, other in enumerate(stretch, start=1):
        if other.position != low + rank * step:
            write(ledger, other, {"position": low + rank * step}, recorded=False)
    ledger.last_position = max(ledger.last_position, high)
