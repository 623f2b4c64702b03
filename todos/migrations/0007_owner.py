from django.db import migrations


class Migration(migrations.Migration):
    """The row of a person is called what it is: the table is renamed, and no row is rewritten.

    A proxy has no table. It is taken away and put back, because RenameModel does not follow a proxy to its new base.
    """

    dependencies = [
        ('todos', '0006_staff_actions_by_object'),
    ]

    operations = [
        migrations.DeleteModel('Person'),
        migrations.RenameModel('TaskList', 'Owner'),
        migrations.CreateModel(
            name='Person',
            fields=[],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('todos.owner',),
        ),
    ]
