from django.db import migrations

from todos.support.roles import make_groups


class Migration(migrations.Migration):
    """Notes are read and written by the roles that are there already."""

    dependencies = [
        ('support', '0001_initial'),
        ('todos', '0004_roles'),
    ]

    operations = [
        migrations.RunPython(lambda apps, editor: make_groups(apps, editor.connection.alias), migrations.RunPython.noop)
    ]
