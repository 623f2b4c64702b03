from django.db import migrations


class Migration(migrations.Migration):
    """Django's log of staff actions is read by object on the history page, and has no index for it."""

    dependencies = [
        ('todos', '0005_recurrence'),
        ('admin', '0003_logentry_add_action_flag_choices'),
    ]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX todos_staff_actions_by_object ON django_admin_log (object_id, content_type_id)',
            'DROP INDEX todos_staff_actions_by_object',
        ),
    ]
