"""Rows that belong to people: one door to them, for any model with a `user_id` column."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.http import Http404
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from authbridge import audit, signals
from authbridge.principal import Anonymous, Principal

M = TypeVar("M", bound=models.Model)


class OwnedQuerySet(models.QuerySet[M]):
    """A queryset whose rows belong to principals.

        class Note(models.Model):
            user_id = models.CharField(max_length=255, db_index=True)
            objects = OwnedQuerySet.as_manager()

    `owner_field` names the column.
    """

    owner_field = "user_id"

    def owned_by(self, principal: Principal | Anonymous) -> Self:
        """The rows of one person; for nobody, none."""
        return self.filter(**{self.owner_field: principal.id}) if principal.id else self.none()


class IsOwner(BasePermission):
    """The object belongs to the caller. Another's does not exist: 404, not 403.

    A second lock behind `owned_by`, for views whose queryset is not narrowed.
    """

    owner_field = "user_id"

    def has_object_permission(self, request: Request, view: APIView, obj: Any) -> bool:
        owner = getattr(obj, self.owner_field)
        # As text: the column may hold numbers or UUIDs, an id never does. A row of nobody is nobody's.
        if owner is not None and str(owner) == request.user.pk:
            return True
        audit.denied(request._request, str(request.user.pk), f"another user's {type(obj).__name__}")
        signals.ownership_denied.send_robust(
            type(self), request=request._request, principal=request.user, wanted=type(obj).__name__
        )
        raise Http404
