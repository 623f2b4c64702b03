"""The tags in use, with how many tasks carry each."""

from __future__ import annotations

from django.db import connection

from todos.text.search import tag_key

_EACH = {
    "postgresql": "json_array_elements_text(task.tags::json) AS tag(value)",
    "sqlite": "json_each(task.tags) AS tag",
}


def count_tags(user_id: str) -> list[dict[str, str | int]]:
    """Each tag of the live tasks, most used first. Spellings that differ in case are one: its oldest task's."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT tag.value, count(*), min(task.id) FROM todos_task task, {_EACH[connection.vendor]}"
            " WHERE task.user_id = %s AND task.deleted_at IS NULL AND task.tags <> '[]' GROUP BY tag.value",
            [user_id],
        )
        rows = cursor.fetchall()
    merged: dict[str, tuple[int, str, int]] = {}
    for tag, tasks, first in rows:
        total, spelling, oldest = merged.get(tag_key(tag), (0, tag, first))
        merged[tag_key(tag)] = (total + tasks, tag if first < oldest else spelling, min(first, oldest))
    ordered = sorted(merged.items(), key=lambda item: (-item[1][0], item[0]))
    return [{"tag": spelling, "count": total} for _, (total, spelling, _) in ordered]
