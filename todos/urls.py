"""The routes of tasks, under `/api/{user_id}` and under `/api`: the same views."""

from __future__ import annotations

from django.urls import URLPattern, path

from todos.api.overview_views import OverviewViewSet
from todos.api.sync_views import SyncViewSet
from todos.api.task_views import TaskViewSet
from todos.api.transfer_views import TransferViewSet


def _routes(prefix: str, suffix: str) -> list[URLPattern]:
    tasks = TaskViewSet
    collection = tasks.as_view({"get": "list", "post": "create"})
    item = tasks.as_view({"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"})
    overview, sync, transfer = OverviewViewSet, SyncViewSet, TransferViewSet
    return [
        path(f"{prefix}/tasks", collection, name=f"tasks{suffix}"),
        path(f"{prefix}/tasks/bulk", tasks.as_view({"post": "bulk"}), name=f"bulk{suffix}"),
        path(f"{prefix}/tasks/export", transfer.as_view({"get": "export"}), name=f"export{suffix}"),
        path(f"{prefix}/tasks/import", transfer.as_view({"post": "import_"}), name=f"import{suffix}"),
        path(f"{prefix}/tasks/changes", sync.as_view({"get": "changes"}), name=f"changes{suffix}"),
        path(f"{prefix}/tasks/<task_id>/history", sync.as_view({"get": "history"}), name=f"history{suffix}"),
        path(f"{prefix}/tasks/<task_id>", item, name=f"task{suffix}"),
        path(f"{prefix}/tasks/<task_id>/complete", tasks.as_view({"patch": "complete"}), name=f"complete{suffix}"),
        path(f"{prefix}/tasks/<task_id>/restore", tasks.as_view({"post": "restore"}), name=f"restore{suffix}"),
        path(f"{prefix}/tasks/<task_id>/move", tasks.as_view({"post": "move"}), name=f"move{suffix}"),
        path(f"{prefix}/tags", overview.as_view({"get": "tags"}), name=f"tags{suffix}"),
        path(f"{prefix}/stats", overview.as_view({"get": "stats"}), name=f"stats{suffix}"),
    ]


# The front end's form first: it is tried first on every request.
urlpatterns = [*_routes("api/<user_id>", ""), *_routes("api", "-own")]
