"""What a list says as a whole: the tags in use, and the figures."""

from __future__ import annotations

from django.http import HttpResponse

from todos import filters, stats, tagging
from todos.clock import now
from todos.idempotency import Answer
from todos.representation import dumps
from todos.resource import TodoRequest, TodoViewSet


class OverviewViewSet(TodoViewSet):
    """Tags and figures."""

    def tags(self, request: TodoRequest, **path: str) -> HttpResponse:
        """The tags in use, most used first."""
        filters.read_parameters(request._request.META.get("QUERY_STRING", ""), {})
        return self.respond(Answer(200, dumps(tagging.counts(self.owner))))

    def stats(self, request: TodoRequest, **path: str) -> HttpResponse:
        """Figures in the person's time zone."""
        given = filters.read_parameters(request._request.META.get("QUERY_STRING", ""), stats.READERS)
        return self.respond(Answer(200, dumps(stats.figures(self.owner, now(), **given))))
