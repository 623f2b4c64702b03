from __future__ import annotations

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "authbridge.directory"
    label = "authbridge_directory"
    verbose_name = "Better Auth directory"
