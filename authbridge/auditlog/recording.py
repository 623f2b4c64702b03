"""From signals to rows, with a bound: a storm of bad tokens must not become a storm of inserts.

Refusals that anybody can cause are stored up to AUDIT_EVENTS_PER_MINUTE per process; those beyond
are counted, and the next minute's first row says how many there were. What a known person did
(revocations, what happened to accounts) is always stored.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest

from authbridge import audit, conf, signals
from authbridge.auditlog.models import AuthEvent, Kind

logger = logging.getLogger("authbridge.auditlog")


class Budget:
    """So many events a minute; `take` says whether one more is within it, and what was left out before."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._used = 0
        self._suppressed = 0

    def take(self, limit: int) -> tuple[bool, int]:
        minute = int(time.time() // 60)
        with self._lock:
            left_out = 0
            if minute != self._minute:
                left_out, self._suppressed = self._suppressed, 0
                self._minute, self._used = minute, 0
            if self._used >= limit:
                self._suppressed += 1
                return False, left_out
            self._used += 1
            return True, left_out

    def clear(self) -> None:
        with self._lock:
            self._minute = self._used = self._suppressed = 0


budget = Budget()


def store_event(
    kind: str,
    *,
    user_id: str = "",
    actor: str = "",
    reason: str = "",
    request: HttpRequest | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Store one event. A database that is away is logged, and never fails what the event is about."""
    facts = audit.request_facts(request) if request is not None else {}
    try:
        AuthEvent.objects.create(
            at=datetime.now(UTC),
            kind=kind,
            user_id=user_id[:255],
            actor=actor[:255],
            reason=reason[:64],
            address=facts.get("address", "")[:64],
            request_id=str(facts.get("request_id", ""))[:128],
            detail={**({"method": facts["method"], "path": facts["path"]} if facts else {}), **(detail or {})},
        )
    except (DatabaseError, InterfaceError):
        logger.exception("An audit event (%s) could not be stored.", kind)


record = store_event  # its name until this release


def connect() -> None:
    signals.token_rejected.connect(_token_rejected, dispatch_uid="auditlog")
    signals.ownership_denied.connect(_ownership_denied, dispatch_uid="auditlog")
    signals.rate_exceeded.connect(_rate_exceeded, dispatch_uid="auditlog")
    signals.token_revoked.connect(_token_revoked, dispatch_uid="auditlog")
    signals.account_event.connect(_account_event, dispatch_uid="auditlog")


def _store_within_budget(kind: str, *, request: HttpRequest | None, **facts: Any) -> None:
    within, left_out = budget.take(conf.keys().AUDIT_EVENTS_PER_MINUTE)
    if left_out:
        store_event(Kind.SUPPRESSED, detail={"count": left_out})
    if within:
        store_event(kind, request=request, **facts)


def _token_rejected(sender: Any, request: HttpRequest, error: Any, **kwargs: Any) -> None:
    _store_within_budget(
        Kind.TOKEN_REJECTED, request=request, reason=str(error.reason), detail={"at_fault": error.detail}
    )


def _ownership_denied(sender: Any, request: HttpRequest, principal: Any, wanted: str, **kwargs: Any) -> None:
    _store_within_budget(
        Kind.OWNERSHIP_DENIED, request=request, user_id=str(principal.pk), detail={"wanted": str(wanted)[:255]}
    )


def _rate_exceeded(sender: Any, request: HttpRequest, ident: str, **kwargs: Any) -> None:
    _store_within_budget(Kind.RATE_EXCEEDED, request=request, detail={"ident": ident[:255]})


def _token_revoked(sender: Any, kind: str, value: str, actor: str, **kwargs: Any) -> None:
    store_event(Kind.TOKEN_REVOKED, user_id=value if kind == "subject" else "", actor=actor, detail={kind: value[:255]})


def _account_event(
    sender: Any,
    kind: str,
    user_id: str | None = None,
    request: HttpRequest | None = None,
    detail: str = "",
    actor: str = "",
    facts: Mapping[str, Any] | None = None,
    **kwargs: Any,
) -> None:
    store = _store_within_budget if kind.endswith(audit.REFUSALS) else store_event
    store(kind, user_id=user_id or "", request=request, reason=detail, actor=actor, detail=facts)
