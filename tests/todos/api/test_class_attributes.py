"""What DRF configures by a class attribute is obeyed where it stands, so that a subclass may add to it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import RequestFactory
from rest_framework.authentication import BaseAuthentication
from rest_framework.parsers import FormParser
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.throttling import BaseThrottle

from authbridge.principal import Principal
from authbridge.testing import bearer
from tests.conftest import Api
from todos.api.sync_views import SyncViewSet
from todos.api.task_views import TaskViewSet
from todos.models import Task

LIST: dict[str, Any] = {"get": "list", "post": "create"}
ITEM: dict[str, Any] = {"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"}


class Deny(BasePermission):
    """Nobody may."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return False


class NotLocked(BasePermission):
    """A task called "locked" is nobody's to read or change."""

    def has_object_permission(self, request: Any, view: Any, obj: Any) -> bool:
        return str(obj.title) != "locked"


class Locked(TaskViewSet):
    permission_classes = (*TaskViewSet.permission_classes, NotLocked)


class LockedHistory(SyncViewSet):
    permission_classes = (*SyncViewSet.permission_classes, NotLocked)


def ask(view: Any, method: str, body: Any = "", *, content_type: str = "application/json", **path: str) -> Any:
    data = body if isinstance(body, str) else json.dumps(body)
    headers = {"Authorization": bearer("alice")["Authorization"]}
    request = RequestFactory().generic(method, "/api/tasks", data, content_type, headers=headers)
    return view(request, **path)


@pytest.mark.django_db
def test_a_subclass_that_denies_is_obeyed() -> None:
    class Closed(TaskViewSet):
        permission_classes = (*TaskViewSet.permission_classes, Deny)

    assert ask(TaskViewSet.as_view(LIST), "GET").status_code == 200
    assert ask(Closed.as_view(LIST), "GET").status_code == 403
    assert ask(TaskViewSet.as_view(LIST, permission_classes=(Deny,)), "GET").status_code == 403


@pytest.mark.django_db
def test_a_subclass_says_who_is_asking() -> None:
    class Carol(BaseAuthentication):
        def authenticate(self, request: Any) -> Any:
            return Principal("carol"), None

    class Carols(TaskViewSet):
        authentication_classes = (Carol,)

    assert ask(Carols.as_view(LIST), "POST", {"title": "hers"}).status_code == 201
    assert Task.objects.get().user_id == "carol"


@pytest.mark.django_db
def test_a_subclass_says_which_bodies_it_reads() -> None:
    class Forms(TaskViewSet):
        parser_classes = (FormParser,)

    form = "application/x-www-form-urlencoded"
    assert ask(TaskViewSet.as_view(LIST), "POST", "title=x", content_type=form).status_code == 415
    assert ask(Forms.as_view(LIST), "POST", {"title": "x"}).status_code == 415


@pytest.mark.django_db
def test_a_subclass_says_how_often() -> None:
    class Never(BaseThrottle):
        def allow_request(self, request: Any, view: Any) -> bool:
            return False

        def wait(self) -> float | None:
            return 7

    class Slow(TaskViewSet):
        throttle_classes = (Never,)

    response = ask(Slow.as_view(LIST), "GET")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")


@pytest.mark.django_db
def test_a_subclass_says_what_it_renders_with() -> None:
    class Named(JSONRenderer):
        media_type = "application/vnd.todo+json"

    class Vendor(TaskViewSet):
        renderer_classes = (Named,)

        def list(self, request: Any, **path: str) -> Any:
            seen.append((type(request.accepted_renderer), request.accepted_media_type))
            return super().list(request, **path)

    seen: list[Any] = []
    ask(Vendor.as_view(LIST), "GET")
    assert seen == [(Named, "application/vnd.todo+json")]


CHANGES = [
    (Locked.as_view(ITEM), "GET", ""),
    (Locked.as_view(ITEM), "PUT", {"title": "mine"}),
    (Locked.as_view(ITEM), "PATCH", {"title": "mine"}),
    (Locked.as_view(ITEM), "DELETE", ""),
    (Locked.as_view({"patch": "complete"}), "PATCH", ""),
    (Locked.as_view({"patch": "complete"}), "PATCH", {"completed": True}),
    (Locked.as_view({"post": "move"}), "POST", {"to": "top"}),
    (LockedHistory.as_view({"get": "history"}), "GET", ""),
]


@pytest.mark.parametrize(("view", "method", "body"), CHANGES)
def test_the_permission_of_the_object_is_asked_for_each_task(alice: Api, view: Any, method: str, body: Any) -> None:
    locked, free = (alice.post("/api/tasks", {"title": title}).json()["id"] for title in ("locked", "free"))

    assert ask(view, method, body, task_id=str(locked)).status_code == 403
    assert ask(view, method, body, task_id=str(free)).status_code in (200, 204)
    assert Task.objects.get(id=locked).version == 1


def test_the_permission_of_the_object_is_asked_before_a_task_leaves_the_trash(alice: Api) -> None:
    locked = alice.post("/api/tasks", {"title": "locked"}).json()["id"]
    alice.delete(f"/api/tasks/{locked}")

    assert ask(Locked.as_view({"post": "restore"}), "POST", task_id=str(locked)).status_code == 403
    assert Task.objects.get(id=locked).deleted_at is not None


@pytest.mark.parametrize(
    "operation",
    [{"op": "update", "task": {"title": "mine"}}, {"op": "complete"}, {"op": "reopen"}, {"op": "delete"}],
    ids=lambda operation: str(operation["op"]),
)
def test_the_permission_of_the_object_is_asked_for_each_operation_of_a_bulk(alice: Api, operation: Any) -> None:
    locked, free = (alice.post("/api/tasks", {"title": title}).json()["id"] for title in ("locked", "free"))
    operations = [{**operation, "id": free}, {**operation, "id": locked}]

    response = ask(Locked.as_view({"post": "bulk"}), "POST", {"operations": operations})

    assert response.status_code == 403
    assert {task.version for task in Task.objects.all()} == {1}
