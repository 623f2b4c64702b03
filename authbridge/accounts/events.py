"""What happened to an account, written down: the audit log's line and the signal that others listen to."""

from __future__ import annotations

import logging
from enum import StrEnum

from django.http import HttpRequest

from authbridge import audit, signals

logger = logging.getLogger("authbridge.audit")


class Kind(StrEnum):
    """The closed list of steps."""

    REGISTERED = "registered"
    LOGGED_IN = "logged_in"
    LOGIN_FAILED = "login_failed"
    LOGIN_LIMITED = "login_limited"
    REFRESHED = "refreshed"
    REFRESH_REFUSED = "refresh_refused"
    REFRESH_REUSED = "refresh_reused"
    LOGGED_OUT = "logged_out"
    PASSWORD_RESET_ASKED = "password_reset_asked"  # noqa: S105 - the name of a step
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a step
    PASSWORD_RESET_REFUSED = "password_reset_refused"  # noqa: S105 - the name of a step
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a step
    PASSWORD_CHANGE_REFUSED = "password_change_refused"  # noqa: S105 - the name of a step
    LOCK_LIFTED = "lock_lifted"


_BAD = frozenset(kind for kind in Kind if kind.endswith(("failed", "limited", "refused", "reused")))


def record(kind: Kind, request: HttpRequest, user_id: str | None, detail: str = "") -> None:
    """Write down one step: who (None: nobody we know), from where, what. `detail` is a word of ours."""
    logger.log(
        logging.WARNING if kind in _BAD else logging.INFO,
        "%s %s",
        kind,
        detail,
        extra={
            **audit.request_facts(request),
            "event": str(kind),
            "principal_id": user_id,
            "reason": detail,
        },
    )
    signals.account_event.send_robust(None, kind=str(kind), user_id=user_id, request=request, detail=detail)
