"""What Django's admin shows of the product; the pages are in `todos/support/`."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django_otp.plugins.otp_totp.models import TOTPDevice

from authbridge.accounts.models import LoginAttempts, RefreshFamily, User
from authbridge.auditlog.models import AuthEvent
from todos.models import Person, Task
from todos.support.access.account_admin import AccountAdmin
from todos.support.access.audit_trail import StaffActionsAdmin, TrailAdmin
from todos.support.access.second_factor import AuthenticatorAdmin
from todos.support.access.session_admin import LocksAdmin, SessionsAdmin
from todos.support.people.person_admin import PersonAdmin
from todos.support.tasks.task_admin import TaskAdmin

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
