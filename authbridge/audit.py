"""The structured log `authbridge.audit`: one line per refusal, with the reason and never the token."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest

from authbridge.client_address import client_address
from authbridge.errors import TokenError

logger = logging.getLogger("authbridge.audit")

_LONGEST = 200


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


def request_facts(request: HttpRequest) -> dict[str, Any]:
    """Where a request came from and went to: method, path without query, address, request id."""
    return {
        "method": request.method,
        "path": request.path[:_LONGEST],
        "address": client_address(request),
        "request_id": getattr(request, "request_id", ""),
    }


def _write(message: str, request: HttpRequest, *parts: object, **facts: object) -> None:
    if logger.isEnabledFor(logging.WARNING):
        logger.warning(message, *parts, extra={**request_facts(request), **facts})
