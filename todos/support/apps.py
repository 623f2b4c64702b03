"""The support desk as an app, and the admin site that it serves."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Django's admin; `todos/support/site.py` is the site it serves."""

    default_site = "todos.support.site.StaffAdminSite"


class SupportConfig(AppConfig):
    """The pages of the support desk: `todos/support/admin.py` registers them."""

    name = "todos.support"
    label = "support"
