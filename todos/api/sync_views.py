"""What changed: deltas of the list, and the history of one task."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.encoding import escape_uri_path

from todos import opaque_tokens, parsing
from todos.api.base_viewset import TodoRequest, TodoViewSet
from todos.query.list_query import parse_parameters
from todos.serializers.representation import dumps
from todos.sync import changes as syncing
from todos.tasks import history
from todos.tasks.idempotency import Answer

HISTORY_READERS: dict[str, Callable[[str], Any]] = {"limit": parsing.whole(1, 100), "cursor": str}


class SyncViewSet(TodoViewSet):
    """Deltas and history."""

    def changes(self, request: TodoRequest, **path: str) -> HttpResponse:
        """200 with what changed since the token `since`, in the order of commits. Raises `ResyncRequired` (410)."""
        body = syncing.read_changes(self.owner, request._request.META.get("QUERY_STRING", ""))
        return self.respond(Answer(200, body))

    def history(self, request: TodoRequest, task_id: str, **path: str) -> HttpResponse:
        """200 with the events of a live task, newest first; `Link` goes on. Raises `NoSuchTask`."""
        given = parse_parameters(request._request.META.get("QUERY_STRING", ""), HISTORY_READERS)
        number, limit = self.parse_id(task_id), given.get("limit", 50)
        self.find_task(self.owner, number)
        before = None
        if "cursor" in given:
            task, before = opaque_tokens.load("history", given["cursor"], "cursor", 2)
            if task != number:
                raise opaque_tokens.refused("cursor")
        events, more = history.page(self.owner, number, limit, before)
        response = self.respond(Answer(200, dumps([history.as_dict(event) for event in events])))
        if more:
            query = urlencode({"limit": limit, "cursor": opaque_tokens.dump("history", number, events[-1].pk)})
            response.headers["Link"] = f'<{escape_uri_path(request._request.path)}?{query}>; rel="next"'
        return response
