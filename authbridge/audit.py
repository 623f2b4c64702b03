"""What is written down of people's access: lines of the log `authbridge.audit`, never with a token.

`record_event` is for whoever acts on people's access (an admin site, a support desk): its line is a
row as well where `authbridge.auditlog` is installed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from authbridge import signals
from authbridge.client_address import client_address
from authbridge.errors import TokenError

logger = logging.getLogger("authbridge.audit")

MAX_PATH_LENGTH = 200
"""Characters of a path that are kept."""

REFUSALS = ("_failed", "_limited", "_refused")
"""How the kinds end that anybody can cause, with or without an account; the audit log bounds them."""


def refused(request: HttpRequest, error: TokenError) -> None:
    """A credential was refused, or could not be judged."""
    _write(
        "credential refused: %s (%s)",
        request,
        str(error.reason),
        error.detail,
        event="token_rejected",
        reason=str(error.reason),
        code=error.code,
    )


def denied(request: HttpRequest, principal_id: str | None, what: str) -> None:
    """A known person asked for what is not theirs."""
    _write("denied to %s: %s", request, principal_id, what, event="ownership_denied", principal_id=principal_id)


def limited(request: HttpRequest, ident: str) -> None:
    """A caller went over a rate."""
    _write("rate exceeded by %s", request, ident, event="rate_exceeded", principal_id=ident)


def record_event(
    kind: str,
    *,
    request: HttpRequest | None = None,
    user_id: str | None = None,
    actor: str = "",
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write down something that happened around somebody's access, and send `signals.account_event`.

    `kind` is a word of a closed list, such as one of `authbridge.accounts.events` (what ends in `_failed`,
    `_limited`, `_refused` or `_reused` is a warning). `user_id` is whom it is about, None where nobody knows;
    `actor` the id of who did it, if somebody else; `reason` a word; `facts` what else to keep, as JSON has it,
    and never a secret. `request` says from where. Never fails: a receiver's error is logged by Django.
    """
    level = logging.WARNING if kind.endswith((*REFUSALS, "_reused")) else logging.INFO
    where = request_facts(request) if request is not None else {}
    extra = {**where, "event": str(kind), "principal_id": user_id, "reason": reason}
    logger.log(level, "%s %s", kind, reason, extra=extra)
    signals.account_event.send_robust(
        None, kind=str(kind), user_id=user_id, request=request, detail=reason, actor=actor, facts=facts
    )


def request_facts(request: HttpRequest) -> dict[str, Any]:
    """Where a request came from and went to: method, path without query, address, request id."""
    return {
        "method": request.method,
        "path": request.path[:MAX_PATH_LENGTH],
        "address": client_address(request),
        "request_id": getattr(request, "request_id", ""),
    }


def _write(message: str, request: HttpRequest, *parts: object, **facts: object) -> None:
    if logger.isEnabledFor(logging.WARNING):
        logger.warning(message, *parts, extra={**request_facts(request), **facts})
