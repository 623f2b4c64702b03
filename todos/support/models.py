"""What staff write down about a person."""

from __future__ import annotations

from django.db import models

TEXT_MAX = 2_000
TICKET_MAX = 200


class Note(models.Model):
    """A note on a person, for the next member of staff. Written once; nobody edits or deletes it at the desk."""

    user_id = models.CharField(max_length=255)
    at = models.DateTimeField()
    author_id = models.CharField(max_length=255)
    author = models.CharField(max_length=254, help_text="The address of the author then: accounts go, notes stay.")
    ticket = models.CharField(max_length=TICKET_MAX, blank=True, default="")
    text = models.TextField(max_length=TEXT_MAX)

    class Meta:
        """Read by person, newest first."""

        indexes = (models.Index(fields=("user_id", "-at"), name="note_person"),)

    def __str__(self) -> str:
        """When, and by whom."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.author}"
