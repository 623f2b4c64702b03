"""What can happen to an account, as the audit log calls it: the closed list of `account_event` kinds."""

from __future__ import annotations

from enum import StrEnum


class AccountEvent(StrEnum):
    """What `authbridge.audit.record_event` is told of local accounts."""

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
    LOCK_LIFTED = "lock_lifted"


Kind = AccountEvent  # its name until this release
