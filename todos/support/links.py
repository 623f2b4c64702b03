"""Ways from one page of the desk to another: wherever a person is named, one step leads to them."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.html import format_html

from todos.support.people.lookup import called, known


def page_of(user_id: str) -> str:
    """The address of a person's page."""
    return reverse("admin:todos_person_change", args=[quote(user_id)])


def name_of(row: Any, user_id: str) -> str:
    """What staff call that person: the row of a list knows who is named on its page, what stands alone is looked up."""
    return called(row.known if hasattr(row, "known") else known([user_id]), user_id)


def person(row: Any, user_id: str) -> str:
    """The way to a person."""
    return format_html('<a href="{}" title="{}">{}</a>', page_of(user_id), user_id, name_of(row, user_id))
