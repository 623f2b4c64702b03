"""Lists that answer only what they offer.

Django's admin takes any lookup of a local field from the address, and so tells letter by letter what no page
shows (`?description__startswith=`, `?key__regex=`). Here the filters of a list are all that its address may ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.http import HttpRequest

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
else:  # Django's class takes no type argument at run time
    AnyAdmin = admin.ModelAdmin


class ClosedList(AnyAdmin):
    """A page whose list is narrowed by its filters and its search box, and by nothing else."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Whether one of the filters asks this; what none asks is answered with 400."""
        filters: Any = self.list_filter if request is None else self.get_list_filter(request)
        return any(lookup in self._parameters(wanted, request) for wanted in filters)

    def _parameters(self, wanted: Any, request: HttpRequest | None) -> Iterator[str]:
        """The parameters of one entry of `list_filter`, which comes in three forms."""
        if isinstance(wanted, type):
            yield wanted.parameter_name  # type: ignore[attr-defined]  # a SimpleListFilter
            return
        path, made = wanted if isinstance(wanted, tuple) else (wanted, admin.FieldListFilter.create)
        field = get_fields_from_path(self.model, path)[-1]
        yield from made(field, request, {}, self.model, self, field_path=path).expected_parameters()
