from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuthEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True)),
                ("kind", models.CharField(max_length=64)),
                ("user_id", models.CharField(blank=True, default="", max_length=255)),
                ("actor", models.CharField(blank=True, default="", max_length=255)),
                ("address", models.CharField(blank=True, default="", max_length=64)),
                ("reason", models.CharField(blank=True, default="", max_length=64)),
                ("request_id", models.CharField(blank=True, default="", max_length=128)),
                ("detail", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "verbose_name": "auth event",
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["user_id", "-at"], name="authevent_user_at"),
                    models.Index(fields=["kind", "-at"], name="authevent_kind_at"),
                    models.Index(fields=["address", "-at"], name="authevent_address_at"),
                ],
            },
        ),
    ]
