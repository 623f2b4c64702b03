"""The task resource. Each method reads the request, calls the verb, and answers; nothing else.

One viewset serves `/api/{user_id}/tasks` and `/api/tasks`: the path's user is the token's, or the
request was refused before it came here.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.http import HttpResponse
from django.utils.encoding import escape_uri_path

from todos import replica
from todos.api import payloads, preconditions
from todos.api.base_viewset import TodoRequest, TodoViewSet
from todos.api.links import link_header
from todos.clock import now
from todos.errors import NoSuchTask
from todos.models import Task
from todos.query import list_query, select
from todos.serializers import task_content
from todos.serializers.representation import as_json, dumps, etag
from todos.tasks import bulk
from todos.tasks.change import Decide, change, change_locked, merge
from todos.tasks.complete import completing
from todos.tasks.create import create, create_locked, expected
from todos.tasks.idempotency import Answer
from todos.tasks.position import move
from todos.tasks.transaction import Ledger
from todos.tasks.trash import restore, trashing


class TaskViewSet(TodoViewSet):
    """Tasks of one person."""

    def list(self, request: TodoRequest, **path: str) -> HttpResponse:
        """A page of tasks; 304 for the price of one integer when nothing changed."""
        query = list_query.parse_query(request._request.META.get("QUERY_STRING", ""))
        moment, given = now(), request._request.META.get("HTTP_IF_NONE_MATCH")
        if given is not None:
            tag = list_query.etag(self.owner, *select.read_revision(self.owner), query, moment)
            if preconditions.is_unchanged(given, tag):
                return HttpResponse(status=304, headers={"ETag": tag})
        if replica.ALIAS in connections.settings:
            page = replica.read_fresh(self.owner, lambda using: select.read_page(self.owner, query, moment, using))
        else:
            page = select.read_page(self.owner, query, moment)
        response = HttpResponse(page.body, content_type="application/json")
        response.headers["ETag"] = list_query.etag(self.owner, page.revision, page.epoch, query, moment)
        response.headers["X-Total-Count"] = str(page.total)
        response.headers["Link"] = link_header(request._request.path, query, page)
        return response

    def create(self, request: TodoRequest, **path: str) -> HttpResponse:
        """201 with the new task, its `ETag` and `Location`; done once if the request has an `Idempotency-Key`."""
        fields = task_content.content(request.data)

        def answer(task: Task) -> Answer:
            headers = {
                "ETag": etag(task.version, task.epoch),
                "Location": f"{escape_uri_path(request._request.path)}/{task.id}",
            }
            return Answer(201, as_json(task), headers)

        if self.has_idempotency_key:
            return self.respond_once(
                lambda ledger: answer(create_locked(ledger, fields)), expected(fields), positions=1
            )
        return self.respond(answer(create(self.owner, fields, self.actor)))

    def retrieve(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """200 with the live task and its `ETag`, or 304 where `If-None-Match` names that. Raises `NoSuchTask`."""
        number = self.parse_id(task_id)
        found = select.read_task(self.owner, number)
        if found is None:
            raise NoSuchTask
        # What a permission asks of the task beyond whose it is, is read when it asks.
        self.check_object_permissions(request, Task.from_db("default", ("id", "user_id"), (number, found.user_id)))
        tag = etag(found.version, found.epoch)
        if preconditions.is_unchanged(request._request.META.get("HTTP_IF_NONE_MATCH"), tag):
            return HttpResponse(status=304, headers={"ETag": tag})
        return self.respond(Answer(200, found.body.encode(), {"ETag": tag}))

    def update(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """200 with the task, its content replaced; what the body does not name gets its default."""
        return self._merge(task_id, task_content.content(request.data))

    def partial_update(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """200 with the task, the members that the body names set (RFC 7396)."""
        return self._merge(task_id, task_content.patch(request.data))

    def _merge(self, task_id: str, fields: dict[str, Any]) -> HttpResponse:
        return self._change(task_id, merge(fields, self.expected_versions))

    def destroy(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """204: the task is in the trash. Raises `NoSuchTask`, `VersionConflict`."""
        change(self.owner, self.parse_id(task_id), trashing(self.expected_versions), self.actor, self.find_task)
        return HttpResponse(status=204)

    def complete(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """200 with the task, `completed` as the body says, or turned over where there is no body."""
        value = payloads.parse_completed(request)
        decide = completing(value, self.expected_versions)
        if value is None and self.has_idempotency_key:
            number = self.parse_id(task_id)
            return self.respond_once(
                lambda ledger: self._answer(change_locked(ledger, self.find_task(self.owner, number), decide))
            )
        return self._change(task_id, decide)

    def restore(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """200 with the task, out of the trash. Raises `NotInTrash`, `VersionConflict`, `QuotaExceeded`."""
        payloads.refuse_body(request)
        number, versions = self.parse_id(task_id), self.expected_versions

        def do(ledger: Ledger) -> Answer:
            return self._answer(restore(ledger, self.find_task_or_trashed(self.owner, number), versions))

        return self.respond_in_transaction(do)

    def move(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """200 with the task, before or after another, or at an end of the list. Raises `VersionConflict`."""
        number, place, versions = self.parse_id(task_id), payloads.parse_place(request.data), self.expected_versions

        def do(ledger: Ledger) -> Answer:
            return self._answer(move(ledger, self.find_task(self.owner, number), place, versions))

        return self.respond_in_transaction(do)

    def bulk(self, request: TodoRequest, **path: str) -> HttpResponse:
        """200 with a result for each of up to 100 operations, all or nothing; a failure names its operation."""
        operations = bulk.parse_operations(request.data)

        def do(ledger: Ledger) -> Answer:
            return Answer(200, dumps({"results": bulk.perform_operations(ledger, operations, self.find_task)}))

        return self.respond_in_transaction(do)

    def _change(self, task_id: str, decide: Decide) -> HttpResponse:
        task = change(self.owner, self.parse_id(task_id), decide, self.actor, self.find_task)
        return self.respond(self._answer(task))

    def _answer(self, task: Task) -> Answer:
        return Answer(200, as_json(task), {"ETag": etag(task.version, task.epoch)})
