"""A bulk, done to the model."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.todos.model import content
from tests.todos.model.person import Person
from tests.todos.model.refusals import Refused, invalid
from tests.todos.model.task import Task, wire


def perform(
    person: Person, operations: list[dict[str, Any]], now: datetime
) -> list[tuple[Task | None, dict[str, Any]]]:
    """The operations on the model: the task of each, and what its result shows. Raises `Refused` like the service."""
    _refuse_repeated(operations)
    fields = _contents(operations)
    return [_perform(person, index, given, fields[index], now) for index, given in enumerate(operations)]


def _refuse_repeated(operations: list[dict[str, Any]]) -> None:
    """An operation on the whole list comes once in a bulk."""
    words = [given["op"] for given in operations]
    again = [
        index for index, op in enumerate(words) if op in ("complete_all", "delete_completed") and op in words[:index]
    ]
    if again:
        raise invalid(*((f"#/operations/{index}/op", "repeated") for index in again))


def _contents(operations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the operations set. Raises `Refused` with the faults of all of them."""
    fields: list[dict[str, Any]] = []
    faults: list[tuple[str, str]] = []
    for index, given in enumerate(operations):
        place, replace = f"#/operations/{index}/task", given["op"] == "create"
        try:
            fields.append(content.read(given["task"], replace=replace, place=place) if "task" in given else {})
        except Refused as refused:
            faults += refused.faults
    if faults:
        raise invalid(*faults)
    return fields


def _perform(
    person: Person, index: int, given: dict[str, Any], fields: dict[str, Any], now: datetime
) -> tuple[Task | None, dict[str, Any]]:
    op, versions = given["op"], {given["version"]} if "version" in given else None
    try:
        match op:
            case "create":
                task = person.create(fields, now)
            case "update":
                task = person.update(given["id"], fields, versions, now)
            case "complete" | "reopen":
                task = person.complete(given["id"], op == "complete", versions, now)
            case "delete":
                return person.delete(given["id"], versions, now), {"op": op, "id": given["id"]}
            case _:
                count = person.complete_all(now) if op == "complete_all" else person.delete_completed(now)
                return None, {"op": op, "count": count}
    except Refused as refused:
        raise _at(f"#/operations/{index}", "id" in given, refused) from None
    return task, {"op": op, "task": wire(task)}


def _at(place: str, named: bool, refused: Refused) -> Refused:
    """The refusal of an operation points into it: at the member at fault, else at its id, if it has one."""
    faults = [(f"{place}/task{pointer.removeprefix('#')}", code) for pointer, code in refused.faults]
    return Refused(
        refused.status,
        refused.code,
        *(faults or [(f"{place}/id" if named else place, refused.code)]),
        current_version=refused.current_version,
    )
