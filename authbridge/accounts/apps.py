"""The app's registration."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register


class AccountsConfig(AppConfig):
    """Local accounts; its label is `accounts`, so that `AUTH_USER_MODEL` reads `accounts.User`."""

    name = "authbridge.accounts"
    label = "accounts"
    verbose_name = "Local accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from authbridge.accounts import receivers
        from authbridge.accounts.checks import check_accounts

        receivers.connect()
        register(check_accounts, Tags.security)
