"""What a list says as a whole: the tags in use, and the figures."""

from __future__ import annotations

from django.http import HttpResponse

from todos.api.base_viewset import TodoRequest, TodoViewSet
from todos.clock import now
from todos.query import list_query, statistics, tag_counts
from todos.serializers.representation import dumps
from todos.tasks.idempotency import Answer


class OverviewViewSet(TodoViewSet):
    """Tags and figures."""

    def tags(self, request: TodoRequest, **path: str) -> HttpResponse:
        """The tags in use, most used first."""
        list_query.read_parameters(request._request.META.get("QUERY_STRING", ""), {})
        return self.respond(Answer(200, dumps(tag_counts.counts(self.owner))))

    def stats(self, request: TodoRequest, **path: str) -> HttpResponse:
        """Figures in the person's time zone."""
        given = list_query.read_parameters(request._request.META.get("QUERY_STRING", ""), statistics.READERS)
        return self.respond(Answer(200, dumps(statistics.figures(self.owner, now(), **given))))
