from __future__ import annotations

from django.apps import AppConfig, apps
from django.core.checks import Tags, register


class AuthbridgeConfig(AppConfig):
    name = "authbridge"
    label = "authbridge"

    def ready(self) -> None:
        from authbridge.checks import check_settings

        register(check_settings, Tags.security)
        if apps.is_installed("drf_spectacular"):
            # Importing the extension is what registers it.
            import authbridge.openapi  # noqa: F401
