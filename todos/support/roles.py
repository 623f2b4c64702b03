"""The roles of the support desk: three groups, written down here and made by a migration."""

from __future__ import annotations

from typing import Any

# app label, model, code of the permission
Grant = tuple[str, str, str]

READ: tuple[Grant, ...] = (
    ("todos", "task", "view_task"),
    ("todos", "person", "view_person"),
    ("auditlog", "authevent", "view_authevent"),
    ("accounts", "refreshfamily", "view_refreshfamily"),
    ("accounts", "loginattempts", "view_loginattempts"),
    ("accounts", "user", "view_user"),
    ("support", "note", "view_note"),
)
WRITE: tuple[Grant, ...] = (
    *READ,
    ("todos", "task", "change_task"),
    ("todos", "person", "change_person"),
    ("accounts", "refreshfamily", "change_refreshfamily"),
    ("accounts", "loginattempts", "delete_loginattempts"),
    ("support", "note", "add_note"),
)
ADMIN: tuple[Grant, ...] = (
    *WRITE,
    ("todos", "task", "read_description"),
    ("accounts", "user", "add_user"),
    ("accounts", "user", "change_user"),
    ("accounts", "user", "delete_user"),
    ("admin", "logentry", "view_logentry"),
    ("otp_totp", "totpdevice", "add_totpdevice"),
    ("otp_totp", "totpdevice", "change_totpdevice"),
    ("otp_totp", "totpdevice", "delete_totpdevice"),
    ("otp_totp", "totpdevice", "view_totpdevice"),
)
GROUPS: dict[str, tuple[Grant, ...]] = {"support_read": READ, "support_write": WRITE, "admin": ADMIN}


def make_groups(apps: Any, alias: str) -> None:
    """Make the groups with their permissions. Repeatable; a permission that staff added stays.

    Django makes permissions after all migrations have run, so those that are missing are made here.
    """
    content_type, permission, group = (
        apps.get_model("contenttypes", "ContentType"),
        apps.get_model("auth", "Permission"),
        apps.get_model("auth", "Group"),
    )
    for name, grants in GROUPS.items():
        made, _ = group.objects.using(alias).get_or_create(name=name)
        for label, model, code in grants:
            kind, _ = content_type.objects.using(alias).get_or_create(app_label=label, model=model)
            granted, _ = permission.objects.using(alias).get_or_create(
                content_type=kind, codename=code, defaults={"name": f"Can {code.replace('_', ' ')}"}
            )
            made.permissions.add(granted)
