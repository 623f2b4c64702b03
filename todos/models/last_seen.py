"""What the tokens of a person said last."""

from __future__ import annotations

from django.db import models


class Seen(models.Model):
    """What the tokens of a person said last (`todos/api/last_seen.py`): for the support desk alone."""

    user_id = models.CharField(max_length=255, primary_key=True)
    email = models.CharField(max_length=254, default="", db_index=True)
    name = models.CharField(max_length=200, default="")
    name_folded = models.CharField(max_length=200, default="", db_index=True)
    source = models.CharField(max_length=32, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.user_id
