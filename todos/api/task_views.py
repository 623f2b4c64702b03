"""The task resource. Each method reads the request, calls the verb, and answers; nothing else.

One viewset serves `/api/{user_id}/tasks` and `/api/tasks`: the path's user is the token's, or the
request was refused before it came here.
"""

from __future__ import annotations

from typing import Any

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
from todos.tasks.change import Decide, change, change_locked, find, merge
from todos.tasks.complete import completing
from todos.tasks.create import create, create_locked, expected
from todos.tasks.idempotency import Answer
from todos.tasks.position import move
from todos.tasks.transaction import Ledger
from todos.tasks.trash import find_any, restore, trashing


class TaskViewSet(TodoViewSet):
    """Tasks of one person."""

    def list(self, request: TodoRequest, **path: str) -> HttpResponse:
        """A page of tasks; 304 for the price of one integer when nothing changed."""
        query = list_query.read_query(request._request.META.get("QUERY_STRING", ""))
        moment, given = now(), request._request.META.get("HTTP_IF_NONE_MATCH")
        if given is not None:
            tag = list_query.etag(self.owner, *select.revision(self.owner), query, moment)
            if preconditions.unchanged(given, tag):
                return HttpResponse(status=304, headers={"ETag": tag})
        page = replica.read(self.owner, lambda using: select.page(self.owner, query, moment, using))
        response = HttpResponse(page.body, content_type="application/json")
        response.headers["ETag"] = list_query.etag(self.owner, page.revision, page.epoch, query, moment)
        response.headers["X-Total-Count"] = str(page.total)
        response.headers["Link"] = link_header(request._request.path, query, page)
        return response

    def create(self, request: TodoRequest, **path: str) -> HttpResponse:
        """Add a task."""
        fields = task_content.content(request.data)

        def answer(task: Task) -> Answer:
            headers = {
                "ETag": etag(task.version, task.epoch),
                "Location": f"{escape_uri_path(request._request.path)}/{task.id}",
            }
            return Answer(201, as_json(task), headers)

        if self.keyed:
            return self.once(lambda ledger: answer(create_locked(ledger, fields)), expected(fields), positions=1)
        return self.respond(answer(create(self.owner, fields, self.actor)))

    def retrieve(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """One task."""
        found = select.one(self.owner, self.read_id(task_id))
        if found is None:
            raise NoSuchTask
        body, version, epoch = found
        tag = etag(version, epoch)
        if preconditions.unchanged(request._request.META.get("HTTP_IF_NONE_MATCH"), tag):
            return HttpResponse(status=304, headers={"ETag": tag})
        return self.respond(Answer(200, body.encode(), {"ETag": tag}))

    def update(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """Replace the content."""
        return self._merge(task_id, task_content.content(request.data))

    def partial_update(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """Merge (RFC 7396)."""
        return self._merge(task_id, task_content.patch(request.data))

    def _merge(self, task_id: str, fields: dict[str, Any]) -> HttpResponse:
        return self._change(task_id, merge(fields, self.versions))

    def destroy(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """Move to the trash."""
        change(self.owner, self.read_id(task_id), self.checked(trashing(self.versions)), self.actor)
        return HttpResponse(status=204)

    def complete(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """Set `completed`, or turn it over when the body is empty."""
        value = payloads.completed(request)
        decide = completing(value, self.versions)
        if value is None and self.keyed:
            number = self.read_id(task_id)
            return self.once(
                lambda ledger: self._answer(change_locked(ledger, find(self.owner, number), self.checked(decide)))
            )
        return self._change(task_id, decide)

    def restore(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """Out of the trash."""
        payloads.nothing(request)
        number, versions = self.read_id(task_id), self.versions

        def do(ledger: Ledger) -> Answer:
            task = find_any(self.owner, number)
            self.check_object_permissions(request, task)
            return self._answer(restore(ledger, task, versions))

        return self.in_ledger(do)

    def move(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """Put the task before or after another, or at an end."""
        number, place, versions = self.read_id(task_id), payloads.place(request.data), self.versions

        def do(ledger: Ledger) -> Answer:
            task = find(self.owner, number)
            self.check_object_permissions(request, task)
            return self._answer(move(ledger, task, place, versions))

        return self.in_ledger(do)

    def bulk(self, request: TodoRequest, **path: str) -> HttpResponse:
        """Up to 100 operations, all or nothing."""
        operations = bulk.read(request.data)
        return self.in_ledger(lambda ledger: Answer(200, dumps({"results": bulk.perform(ledger, operations)})))

    def _change(self, task_id: str, decide: Decide) -> HttpResponse:
        task = change(self.owner, self.read_id(task_id), self.checked(decide), self.actor)
        return self.respond(self._answer(task))

    def _answer(self, task: Task) -> Answer:
        return Answer(200, as_json(task), {"ETag": etag(task.version, task.epoch)})
