"""(c) Django Ninja with PyJWT: its HttpBearer, ModelSchema and `paginate`, as its documentation has them."""

import os

import jwt
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from ninja import ModelSchema, NinjaAPI
from ninja.errors import HttpError
from ninja.pagination import LimitOffsetPagination, paginate
from ninja.security import HttpBearer

from benchmarks.rivals.django_task.models import Task

SECRET = os.environ["BENCH_SECRET"]


class AuthBearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        try:
            claims = jwt.decode(token, SECRET, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return None
        return claims.get("sub")


class TaskIn(ModelSchema):
    tags: list[str] = []  # noqa: RUF012  # a schema's default, as Ninja's documentation writes it

    class Meta:
        model = Task
        fields = ("title", "description", "completed", "priority", "due_date", "due_time")
        fields_optional = ("description", "completed", "priority")


class TaskOut(ModelSchema):
    tags: list[str]

    class Meta:
        model = Task
        fields = (
            "id",
            "user_id",
            "title",
            "description",
            "completed",
            "completed_at",
            "priority",
            "due_date",
            "due_time",
            "position",
            "version",
            "created_at",
            "updated_at",
        )


api = NinjaAPI(auth=AuthBearer(), docs_url=None)


def own_tasks(request: HttpRequest, user_id: str) -> QuerySet[Task]:
    if request.auth != user_id:  # type: ignore[attr-defined]  # Ninja puts the authenticator's answer there
        raise HttpError(403, "Not your tasks")
    return Task.objects.filter(user_id=user_id)


@api.get("/{user_id}/tasks", response=list[TaskOut])
@paginate(LimitOffsetPagination)
def list_tasks(request: HttpRequest, user_id: str) -> QuerySet[Task]:
    return own_tasks(request, user_id)


@api.post("/{user_id}/tasks", response={201: TaskOut})
def create_task(request: HttpRequest, user_id: str, payload: TaskIn) -> tuple[int, Task]:
    own_tasks(request, user_id)
    return 201, Task.objects.create(user_id=user_id, **payload.dict(exclude_unset=True))


@api.get("/{user_id}/tasks/{int:task_id}", response=TaskOut)
def read_task(request: HttpRequest, user_id: str, task_id: int) -> Task:
    return get_object_or_404(own_tasks(request, user_id), id=task_id)


@api.patch("/{user_id}/tasks/{int:task_id}/complete", response=TaskOut)
def toggle_task(request: HttpRequest, user_id: str, task_id: int) -> Task:
    task = get_object_or_404(own_tasks(request, user_id), id=task_id)
    task.completed = not task.completed
    task.completed_at = timezone.now() if task.completed else None
    task.version += 1
    task.save()
    return task


urlpatterns = [path("admin/", admin.site.urls), path("api/", api.urls)]
