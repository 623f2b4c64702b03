"""The demo's part of the desk: guesses at passwords, locks, refused tokens, log-ins of staff and what staff did."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.utils.crypto import get_random_string

from authbridge import conf
from authbridge.accounts.events import AccountEvent
from authbridge.accounts.models import LoginAttempts, RefreshFamily, Role, User
from authbridge.auditlog.models import AuthEvent
from authbridge.errors import Reason
from authbridge.throttling import parse_rate
from todos.actor import Actor
from todos.clock import now
from todos.models import Seen, Task
from todos.support.access.end_sessions import end_one
from todos.support.tasks.actions import apply, by, restoring
from todos.tasks.change import merge

ROLES = ("support_read", "support_write", "admin")
GUESSERS = "198.51.100."  # RFC 5737: nobody's
REFUSED = (Reason.SIGNATURE, Reason.EXPIRED, Reason.ISSUER)


def refusals(count: int, dice: random.Random) -> None:
    """Guesses at somebody's password and tokens that were refused, as the trail shows them."""
    if AuthEvent.objects.filter(address__startswith=GUESSERS).exists():
        return
    for number in range(count):
        token = number % 4 == 0
        AuthEvent.objects.create(
            at=now() - timedelta(minutes=dice.randrange(1400)),
            kind="token_rejected" if token else AccountEvent.LOGIN_FAILED,
            address=f"{GUESSERS}{dice.randrange(1, 20)}",
            reason=dice.choice(REFUSED if token else ("wrong_password", "unknown_account")),
        )


def locks() -> None:
    """Who is locked out for the next hours; of these rows each run makes the same."""
    rate = parse_rate(conf.keys().LOGIN_RATE)
    most = rate.limit if rate else 5
    accounts = list(Seen.objects.order_by("user_id").values_list("email", flat=True)[:2])
    for number, account in enumerate([*accounts, "nobody@example.com"]):
        LoginAttempts.objects.update_or_create(
            account=account,
            address=f"{GUESSERS}{number + 1}",
            defaults={"failures": most + number, "window_ends_at": now() + timedelta(hours=2 + number)},
        )


def staff() -> dict[str, str]:
    """A log-in for each role: e-mail and password. Repeatable: the passwords are new each time."""
    found = {}
    for role in ROLES:
        email, password = f"{role.replace('_', '.')}@demo.example.com", get_random_string(16)
        person = User.objects.filter(email=email).first() or User.objects.create_user(email, password, name=role)
        person.is_staff = True
        person.role = Role.ADMIN if role == "admin" else Role.SUPPORT
        person.set_password(password)
        person.save()
        person.groups.add(Group.objects.get(name=role))
        found[email] = password
    return found


def deeds(email: str, say: Callable[[str], None]) -> None:
    """What that member of staff did today: tasks restored and put right, a stolen session ended."""
    person = User.objects.get(email=email)
    if LogEntry.objects.filter(user=person).exists():
        return
    actor = Actor("staff", str(person.pk))
    restored = list(Task.objects.trashed().order_by("-id")[:4])
    for task in restored:
        apply(actor, task, restoring, "Restored")
    for task in Task.objects.live().filter(priority=0).order_by("-id")[:2]:
        apply(actor, task, by(merge({"priority": 3})), "Changed priority")
    for session in RefreshFamily.objects.filter(ended_at=None).order_by("id")[:1]:
        end_one(str(person.pk), str(session.user_id), session.pk)
    say(f"  {LogEntry.objects.filter(user=person).count()} things that {email} did")
