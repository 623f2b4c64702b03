from django.db import models

from authbridge.ownership import OwnedQuerySet


class Note(models.Model):
    user_id = models.CharField(max_length=255, db_index=True)
    text = models.TextField()
    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.text
