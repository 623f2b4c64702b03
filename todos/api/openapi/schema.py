"""From the table of operations to OpenAPI."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema

from todos.api.openapi import parameters
from todos.api.openapi.components import SCHEMAS, Schema, ref
from todos.api.openapi.operations import OPERATIONS, Operation

ALWAYS = (401, 403, 405, 429, 503)
_WAITING = frozenset({429, 503})


class TodoSchema(AutoSchema):
    """Looks each operation up; nothing is guessed from the views."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any] | None:
        view: Any = self.view
        found = OPERATIONS[view.action_map[method.lower()]]
        own = "{user_id}" not in path
        return {
            "operationId": f"{found.id}Own" if own else found.id,
            "summary": found.summary,
            "tags": ["tasks"],
            "parameters": [*_in_path(path), *found.parameters],
            **({"requestBody": _body(found)} if found.body else {}),
            "security": [{"betterAuth": []}],
            "responses": {
                **{str(status): _answer(found, status, schema) for status, schema in found.answers.items()},
                **{str(status): _problem(status) for status in sorted(_refusals(found))},
            },
        }


def _refusals(operation: Operation) -> set[int]:
    """408: a body may come too slowly."""
    return {*operation.errors, *ALWAYS, *((408,) if operation.body else ())}


def _in_path(path: str) -> list[Schema]:
    known = {"user_id": parameters.USER, "task_id": parameters.TASK}
    return [known[name] for name in re.findall(r"{(\w+)}", path)]


def _body(operation: Operation) -> Schema:
    return {
        "required": operation.body_required,
        "content": {**{media: {"schema": operation.body} for media in operation.media}, **operation.other_bodies},
    }


def _answer(operation: Operation, status: int, schema: Schema | None) -> Schema:
    answer: Schema = {"description": HTTPStatus(status).phrase}
    if schema is not None:
        answer["content"] = {"application/json": {"schema": schema}, **operation.other_media}
    names = operation.headers if schema is not None else tuple(name for name in operation.headers if name == "ETag")
    named = [*names, "RateLimit", "RateLimit-Policy", "X-Request-ID"]
    return {**answer, "headers": {name: {"schema": {"type": "string"}} for name in named}}


def _problem(status: int) -> Schema:
    answer: Schema = {
        "description": HTTPStatus(status).phrase,
        "content": {"application/problem+json": {"schema": ref("Problem")}},
    }
    names = {401: ("WWW-Authenticate",), 405: ("Allow",)}.get(status, ())
    names = (*names, "Retry-After") if status in _WAITING else names
    return {**answer, **({"headers": {name: {"schema": {"type": "string"}} for name in names}} if names else {})}


def add_components(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """drf-spectacular's post-processing hook: the shapes that the operations refer to."""
    result.setdefault("components", {}).setdefault("schemas", {}).update(SCHEMAS)
    return result
