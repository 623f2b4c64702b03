from django.db import migrations, models


class Migration(migrations.Migration):
    """A word for the life of each person's row: empty for those that are there, random for those to come."""

    dependencies = [
        ('todos', '0008_seen_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='owner',
            name='epoch',
            field=models.CharField(
                db_default='',
                default='',
                help_text='The life of the row: another word after every restore.',
                max_length=8,
            ),
        ),
    ]
