from typing import Any

from django.db import migrations, models


def _length(vendor: str, *names: str) -> str:
    form = 'octet_length({})' if vendor == 'postgresql' else 'length(CAST({} AS BLOB))'
    return ' + '.join(form.format(name) for name in names)


def count(apps: Any, editor: Any) -> None:
    """What each person has stored by now, as `todos/tasks/storage.py` counts it."""
    vendor = editor.connection.vendor
    task = _length(vendor, 'title', 'description', 'tags', 'title_folded', 'tags_folded', 'search')
    sums = (
        ('todos_task', f'300 + {task}'),
        ('todos_taskevent', f"200 + {_length(vendor, 'changes')}"),
        ('todos_idempotencykey', f"400 + {_length(vendor, 'body')}"),
    )
    total = ' + '.join(
        f'coalesce((SELECT sum({size}) FROM {table} one WHERE one.user_id = todos_owner.user_id), 0)'
        for table, size in sums
    )
    editor.execute(f'UPDATE todos_owner SET stored_bytes = {total}')


class Migration(migrations.Migration):
    """What a person has stored, in bytes."""

    dependencies = [
        ('todos', '0009_epoch'),
    ]

    operations = [
        migrations.AddField(
            model_name='owner',
            name='stored_bytes',
            field=models.BigIntegerField(
                db_default=0,
                default=0,
                help_text='Bytes of tasks, trash, history and kept answers.',
            ),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
