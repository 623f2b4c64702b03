from django.db import models


class Task(models.Model):
    """The plain table as a Django model; `benchmarks/plain.sql` makes it."""

    user_id = models.CharField(max_length=255)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="", max_length=10_000)
    completed = models.BooleanField(default=False)
    completed_at = models.DateTimeField(null=True, editable=False)
    priority = models.CharField(max_length=6, default="none")
    due_date = models.DateField(null=True, blank=True)
    due_time = models.TimeField(null=True, blank=True)
    tags = models.JSONField(default=list, blank=True)
    position = models.BigIntegerField(default=0, editable=False)
    version = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "task"
        managed = False
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.title
