"""The row of a person that orders their changes, and the person as the support desk lists them."""

from __future__ import annotations

from django.db import models


class Owner(models.Model):
    """One row per person: the counter that orders their changes, and the counts of their tasks."""

    user_id = models.CharField(max_length=255, primary_key=True)
    revision = models.BigIntegerField(default=0, db_default=0, help_text="Rises by one with every change of a task.")
    total = models.IntegerField(default=0, db_default=0, help_text="Tasks outside the trash.")
    completed = models.IntegerField(default=0, db_default=0, help_text="Completed tasks outside the trash.")
    trashed = models.IntegerField(default=0, db_default=0, help_text="Tasks in the trash.")
    last_position = models.BigIntegerField(default=0, db_default=0, help_text="The highest position ever given.")
    stored_bytes = models.BigIntegerField(
        default=0, db_default=0, help_text="Bytes of tasks, trash, history and kept answers."
    )
    epoch = models.CharField(
        max_length=8, default="", db_default="", help_text="The life of the row: another word after every restore."
    )
    horizon = models.BigIntegerField(
        default=0, db_default=0, help_text="Deltas from a revision below this one can no longer be told."
    )

    def __str__(self) -> str:
        return self.user_id


class Person(Owner):
    """A person, as the support desk lists them."""

    class Meta:
        """The same rows."""

        proxy = True
        verbose_name = "person"
        verbose_name_plural = "people"
