"""The admin site under our own name."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Django's admin; `config/admin.py` is the site it serves."""

    default_site = "config.admin.StaffAdminSite"
