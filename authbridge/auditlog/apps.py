from __future__ import annotations

from django.apps import AppConfig


class AuditlogConfig(AppConfig):
    name = "authbridge.auditlog"
    label = "auditlog"
    verbose_name = "Audit log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from authbridge.auditlog import recording

        recording.connect()
