"""The search box over tasks: each form of a term is answered from an index.

A number is a task's id, an address or a user id names a person; words after a person look through that
person's tasks. Words alone are not looked up over everybody's tasks: at millions of rows that reads the
whole table, and staff search for a person's task, never for anybody's.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from todos.support.people.lookup import ids_named
from todos.text.search import fold, tag_key

HOW = (
    "A task's number, a person's id or e-mail; then words of the task, if you like. "
    "Without a search, the list and its filters show the latest 10,000 tasks."
)


def search(rows: QuerySet[Any], term: str, *, descriptions: bool) -> QuerySet[Any]:
    """The rows that `term` asks for; `descriptions` is whether words may be found in them too."""
    first, *words = term.split()
    if first.isascii() and first.isdigit() and len(first) < 19 and not words:
        return rows.filter(Q(id=int(first)) | Q(user_id=first))
    found = rows.filter(user_id__in=ids_named(first))
    for word in words:
        found = found.filter(_in_descriptions_too(word) if descriptions else _in_titles_and_tags(word))
    return found


def _in_descriptions_too(word: str) -> Q:
    return Q(search__contains=fold(word))


def _in_titles_and_tags(word: str) -> Q:
    return Q(title_folded__contains=fold(word)) | Q(tags_folded__contains=tag_key(word))
