from django.http import HttpRequest, JsonResponse
from django.urls import path
from notes.models import Note
from rest_framework import generics, serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from authbridge.decorators import principal_required
from authbridge.ownership import IsOwner
from authbridge.permissions import HasRole, IsPathUser


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        fields = ("id", "text")


class Me(APIView):
    permission_classes = (IsAuthenticated,)

    def get(self, request):
        return Response({"id": request.user.id, "claims": request.auth})


class Notes(generics.ListAPIView):
    permission_classes = (IsAuthenticated, IsPathUser)
    serializer_class = NoteSerializer

    def get_queryset(self):
        return Note.objects.owned_by(self.request.user).order_by("id")


class AnyNote(generics.RetrieveAPIView):
    permission_classes = (IsAuthenticated, IsOwner)
    serializer_class = NoteSerializer
    queryset = Note.objects.all()


class IsEditor(HasRole):
    roles = frozenset({"editor"})


class Editors(Me):
    permission_classes = (IsEditor,)


@principal_required
def plain(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"id": request.principal.id})


@principal_required
async def plain_async(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"id": request.principal.id})


urlpatterns = [
    path("me", Me.as_view()),
    path("editors", Editors.as_view()),
    path("users/<str:user_id>/notes", Notes.as_view()),
    path("notes/<int:pk>", AnyNote.as_view()),
    path("plain", plain),
    path("async", plain_async),
]
