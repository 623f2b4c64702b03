from django.db import migrations

from todos.support.roles import make_groups


class Migration(migrations.Migration):
    dependencies = [
        ('todos', '0003_history'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        # Groups that people are in are not taken away on the way back.
        migrations.RunPython(lambda apps, editor: make_groups(apps, editor.connection.alias), migrations.RunPython.noop)
    ]
