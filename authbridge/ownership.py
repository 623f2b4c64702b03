"""Rows that belong to people: one door to them, for any model with a `user_id` column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

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

    def owned_by(self, owner: Principal | Anonymous | models.Model | Any) -> Self:
        """The rows of one person: a principal, or a user of the project's own; for nobody, none."""
        return self.filter(**{self.owner_field: owner.pk}) if owner.pk else self.none()


if TYPE_CHECKING:
    from authbridge.permissions import IsOwner as IsOwner
else:

    def __getattr__(name: str) -> Any:
        """`IsOwner` is DRF's, which is an extra: it is imported when it is asked for."""
        if name != "IsOwner":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from authbridge.permissions import IsOwner

        return IsOwner
