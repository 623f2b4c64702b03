"""What Django's admin shows of the product; the pages are in `todos/desk/`."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django_otp.plugins.otp_totp.models import TOTPDevice

from authbridge.accounts.models import LoginAttempts, RefreshFamily, User
from authbridge.auditlog.models import AuthEvent
from todos.desk.accounts import AccountAdmin
from todos.desk.people import PersonAdmin
from todos.desk.second_factor import AuthenticatorAdmin
from todos.desk.sessions import LocksAdmin, SessionsAdmin
from todos.desk.tasks import TaskAdmin
from todos.desk.trail import StaffActionsAdmin, TrailAdmin
from todos.models import Person, Task

admin.site.register(Task, TaskAdmin)
admin.site.register(Person, PersonAdmin)
admin.site.register(LogEntry, StaffActionsAdmin)
# These come with pages of their own; the desk's know its roles and are made for many rows.
for model, page in (
    (AuthEvent, TrailAdmin),
    (User, AccountAdmin),
    (RefreshFamily, SessionsAdmin),
    (LoginAttempts, LocksAdmin),
    (TOTPDevice, AuthenticatorAdmin),
):
    admin.site.unregister(model)
    admin.site.register(model, page)
