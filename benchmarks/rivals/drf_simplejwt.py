"""(b) Django REST framework's ModelViewSet with simplejwt's stateless user, as both quickstarts have it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import path
from django.utils import timezone
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import BaseSerializer, ModelSerializer
from rest_framework.viewsets import ModelViewSet

from benchmarks.rivals.django_task.models import Task


class TaskSerializer(ModelSerializer[Task]):
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
            "tags",
            "position",
            "version",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("user_id",)


class IsPathUser(BasePermission):
    def has_permission(self, request: Request, view: ModelViewSet[Task]) -> bool:  # type: ignore[override]
        # simplejwt's TokenUser turns the claim into `id`
        return str(request.user.id) == view.kwargs["user_id"]  # type: ignore[union-attr]


class TaskViewSet(ModelViewSet[Task]):
    serializer_class = TaskSerializer
    permission_classes = (IsPathUser,)

    def get_queryset(self) -> QuerySet[Task]:
        return Task.objects.filter(user_id=self.kwargs["user_id"])

    def perform_create(self, serializer: BaseSerializer[Task]) -> None:
        serializer.save(user_id=self.kwargs["user_id"])

    @action(detail=True, methods=["patch"])
    def complete(self, request: Request, **kwargs: str) -> Response:
        task = self.get_object()
        task.completed = not task.completed
        task.completed_at = timezone.now() if task.completed else None
        task.version += 1
        task.save()
        return Response(self.get_serializer(task).data)


router = DefaultRouter(trailing_slash=False)
router.register(r"api/(?P<user_id>[^/]+)/tasks", TaskViewSet, basename="task")

urlpatterns = [path("admin/", admin.site.urls), *router.urls]
