from __future__ import annotations

from django.apps import AppConfig, apps
from django.core.checks import Tags, register


class AuthbridgeConfig(AppConfig):
    name = "authbridge"
    label = "authbridge"

    def ready(self) -> None:
        from authbridge.checks.directory import check_tables
        from authbridge.checks.settings import check_deployment, check_settings
        from authbridge.conf import setting

        register(check_settings, Tags.security)
        register(check_deployment, Tags.security, deploy=True)
        register(check_tables, Tags.database)
        hooks = setting("SPECTACULAR_SETTINGS", {}).get("PREPROCESSING_HOOKS", ())
        if apps.is_installed("drf_spectacular") and "authbridge.openapi.register" not in hooks:
            # Importing the extension is what registers it; the hook does that when a schema is made.
            import authbridge.openapi  # noqa: F401
