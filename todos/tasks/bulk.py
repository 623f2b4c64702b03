"""Many operations in one request: in order, in one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rest_framework.exceptions import APIException

from todos import deadline
from todos.errors import Problem, ValidationProblem, escape_step, fault, parse_each
from todos.models import Task
from todos.serializers import task_content
from todos.serializers.representation import as_dict
from todos.tasks.bulk_update import complete_all, trash_completed
from todos.tasks.change import Decide, Find, Versions, change_locked, find, merge
from todos.tasks.complete import completing
from todos.tasks.create import create_locked
from todos.tasks.transaction import Ledger
from todos.tasks.trash import trashing

MAX_OPERATIONS = 100
OPERATIONS = ("create", "update", "complete", "reopen", "delete", "complete_all", "delete_completed")
WHOLE_LIST = ("complete_all", "delete_completed")
_TAKES = {"create": {"task"}, "update": {"id", "task", "version"}, "complete_all": set(), "delete_completed": set()}


def parse_operations(data: Any) -> list[dict[str, Any]]:
    """The operations of a body. Raises `ValidationProblem` naming every member at fault."""
    if not isinstance(data, dict):
        raise ValidationProblem(errors=[fault("pointer", "#", "wrong_type", "It takes an object with operations.")])
    task_content.refuse_unknown(data, ["operations"])
    operations = data.get("operations")
    if not isinstance(operations, list) or not 1 <= len(operations) <= MAX_OPERATIONS:
        detail = f"It takes an array of 1 to {MAX_OPERATIONS} operations."
        raise ValidationProblem(errors=[fault("pointer", "#/operations", "invalid_length", detail)])
    errors = [entry for index, operation in enumerate(operations) for entry in _frame_errors(index, operation)]
    errors += _repeated(operations)
    if errors:
        raise ValidationProblem(errors=errors)
    return parse_each(operations, _parse_operation)


def _repeated(operations: list[Any]) -> list[dict[str, str]]:
    """A second operation on the whole list: it would work on what the first has made, and so on."""
    places: dict[str, list[int]] = {op: [] for op in WHOLE_LIST}
    for index, operation in enumerate(operations):
        if isinstance(operation, dict) and operation.get("op") in WHOLE_LIST:
            places[operation["op"]].append(index)
    return [
        fault("pointer", f"#/operations/{index}/op", "repeated", f"A bulk takes {op} once.")
        for op, found in places.items()
        for index in found[1:]
    ]


def _frame_errors(index: int, operation: Any) -> list[dict[str, str]]:
    """What is wrong with the frame of one operation."""
    place = f"#/operations/{index}"
    if not isinstance(operation, dict):
        return [fault("pointer", place, "wrong_type", "It takes an object.")]
    op = operation.get("op")
    if op not in OPERATIONS:
        return [fault("pointer", f"{place}/op", "invalid_choice", f"It takes one of {', '.join(OPERATIONS)}.")]
    takes = _TAKES.get(op, {"id", "version"})
    found = [
        fault("pointer", f"{place}/{escape_step(name)}", "unknown", f"{op} takes no such member.")
        for name in operation
        if name not in {"op", *takes}
    ]
    for name in sorted(takes - {"task"}):
        value = operation.get(name)
        if (value is not None or name == "id") and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            found.append(fault("pointer", f"{place}/{name}", "wrong_type", "It takes a whole number from 1."))
    if "task" in takes and "task" not in operation:
        found.append(fault("pointer", f"{place}/task", "required", "It is required."))
    return found


def _parse_operation(index: int, operation: dict[str, Any]) -> dict[str, Any]:
    place = f"#/operations/{index}/task"
    if operation["op"] == "create":
        return {**operation, "task": task_content.content(operation["task"], pointer=place)}
    if operation["op"] == "update":
        return {**operation, "task": task_content.patch(operation["task"], pointer=place)}
    return operation


def perform_operations(ledger: Ledger, operations: list[dict[str, Any]], find: Find = find) -> list[dict[str, Any]]:
    """Do them all; the results are in the order of the operations. A failure names its operation.

    `find` gives the task that an operation names by its id, or refuses it.
    """
    results = []
    for index, operation in enumerate(operations):
        deadline.check()
        try:
            results.append(_PERFORM[operation["op"]](ledger, operation, find))
        except APIException as error:
            raise _at(index, operation, error) from error
    return results


def _at(index: int, operation: dict[str, Any], error: APIException) -> APIException:
    """The same problem, pointing into the operation: at the members at fault, else at the task it names."""
    place = f"#/operations/{index}"
    named = f"{place}/id" if "id" in operation else place
    content = f"{place}/task" if "task" in operation else place
    errors = getattr(error, "errors", []) or [fault("pointer", named, str(error.get_codes()), str(error.detail))]
    if isinstance(error, Problem):
        error.errors = [
            {**entry, "pointer": _inside(place, content, entry["pointer"])} if "pointer" in entry else entry
            for entry in errors
        ]
    return error


def _inside(place: str, content: str, pointer: str) -> str:
    return pointer if pointer.startswith(place) else content + pointer.removeprefix("#")


def _one(ledger: Ledger, operation: dict[str, Any], find: Find, decide: Callable[[Versions | None], Decide]) -> Task:
    version = operation.get("version")
    versions = None if version is None else frozenset({version})
    return change_locked(ledger, find(ledger.user_id, operation["id"]), decide(versions))


def _create(ledger: Ledger, operation: dict[str, Any], find: Find) -> dict[str, Any]:
    return {"op": "create", "task": as_dict(create_locked(ledger, operation["task"]))}


def _update(ledger: Ledger, operation: dict[str, Any], find: Find) -> dict[str, Any]:
    task = _one(ledger, operation, find, lambda versions: merge(operation["task"], versions))
    return {"op": "update", "task": as_dict(task)}


def _complete(ledger: Ledger, operation: dict[str, Any], find: Find) -> dict[str, Any]:
    op = operation["op"]
    return {
        "op": op,
        "task": as_dict(_one(ledger, operation, find, lambda versions: completing(op == "complete", versions))),
    }


def _delete(ledger: Ledger, operation: dict[str, Any], find: Find) -> dict[str, Any]:
    _one(ledger, operation, find, trashing)
    return {"op": "delete", "id": operation["id"]}


_PERFORM: dict[str, Callable[[Ledger, dict[str, Any], Find], dict[str, Any]]] = {
    "create": _create,
    "update": _update,
    "complete": _complete,
    "reopen": _complete,
    "delete": _delete,
    "complete_all": lambda ledger, *_: {"op": "complete_all", "count": complete_all(ledger)},
    "delete_completed": lambda ledger, *_: {"op": "delete_completed", "count": trash_completed(ledger)},
}
