"""What a list says as a whole: the tags in use, and the figures."""

from __future__ import annotations

from django.http import HttpResponse

from todos.api.base_viewset import TodoRequest, TodoViewSet
from todos.clock import now
from todos.query import list_query, statistics, tag_counts
from todos.serializers.representation import dumps
from todos.tasks.idempotency import Answer


class OverviewViewSet(TodoViewSet):
    """What is said of a list as a whole."""

    def tags(self, request: TodoRequest, **path: str) -> HttpResponse:
        """200 with `[{"tag": …, "count": …}]` of the live tasks, most used first."""
        list_query.parse_parameters(request._request.META.get("QUERY_STRING", ""), {})
        return self.respond(Answer(200, dumps(tag_counts.count_tags(self.owner))))

    def stats(self, request: TodoRequest, **path: str) -> HttpResponse:
        """200 with counts, streaks and days, in the time zone that `tz` names."""
        given = list_query.parse_parameters(request._request.META.get("QUERY_STRING", ""), statistics.READERS)
        return self.respond(Answer(200, dumps(statistics.compute_statistics(self.owner, now(), **given))))
