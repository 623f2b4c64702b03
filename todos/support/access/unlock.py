"""Locks of a log-in: which hold, and lifting them."""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry

from authbridge import audit
from authbridge.accounts.events import AccountEvent
from authbridge.accounts.login_attempts import locked_out
from authbridge.accounts.models import LoginAttempts
from todos.clock import now
from todos.models import Person

SHOWN = 20


def locks_of(email: str) -> list[LoginAttempts]:
    """The locks that hold now on log-ins with this address, the longest first."""
    return list(locked_out(now()).filter(account=email.lower()).order_by("-window_ends_at")[:SHOWN]) if email else []


def unlock(staff: str, user_id: str, email: str, why: str) -> int:
    """Lift every lock of that address; how many held. The trail gets an event of its own."""
    held = list(locked_out(now()).filter(account=email.lower())) if email else []
    if not held:
        return 0
    LoginAttempts.objects.filter(pk__in=[row.pk for row in held]).delete()
    lifted(staff, user_id, held)
    message = f"Unlocked the log-in ({', '.join(row.address for row in held)}). Why: {why}"
    LogEntry.objects.log_actions(staff, [Person(user_id=user_id)], CHANGE, change_message=message, single_object=True)
    return len(held)


def lifted(staff: str, user_id: str, rows: list[LoginAttempts]) -> None:
    """Write into the trail that `staff` lifted those locks; of whom, where that is known."""
    for row in rows:
        facts = {"account": row.account, "from": row.address, "failures": row.failures}
        audit.record_event(AccountEvent.LOCK_LIFTED, user_id=user_id, actor=staff, reason="by_staff", facts=facts)
