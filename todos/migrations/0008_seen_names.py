from typing import Any

from django.db import migrations, models

from todos.text.search import fold

BATCH = 2_000


def fold_names(apps: Any, editor: Any) -> None:
    """Fill the column for those who were seen before; repeatable."""
    seen = apps.get_model("todos", "Seen").objects.using(editor.connection.alias)
    last = ""
    while rows := list(seen.filter(pk__gt=last).exclude(name="").order_by("pk").only("pk", "name")[:BATCH]):
        for row in rows:
            row.name_folded = fold(row.name)[:200]
        seen.bulk_update(rows, ["name_folded"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    """The beginning of a name is looked up by staff, and needs an index of its own."""

    dependencies = [
        ('todos', '0007_owner'),
    ]

    operations = [
        migrations.AddField(
            model_name='seen',
            name='name_folded',
            field=models.CharField(db_index=True, default='', max_length=200),
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]
