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
    # A statement for every 200 people: one for all would outlast the time that a statement may take.
    owners = apps.get_model('todos', 'Owner').objects.order_by('pk').values_list('pk', flat=True)
    last = ''
    while people := list(owners.filter(pk__gt=last)[:200]):
        editor.execute(
            f'UPDATE todos_owner SET stored_bytes = {total} WHERE user_id >= %s AND user_id <= %s',
            [people[0], people[-1]],
        )
        last = people[-1]


class Migration(migrations.Migration):
    """What a person has stored, in bytes. Of who writes meanwhile `todos_verify --repair` counts anew."""

    atomic = False  # nobody's row is held for longer than it takes to count 200 people

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
