"""The one place where an error becomes a body: RFC 9457 `application/problem+json`.

Views and apps raise DRF's exceptions, or their own `APIException` subclasses. What they may carry:
`code` (the wire code), `errors` (the fields at fault), `headers` and `extra` (further members).
`docs/errors.md` lists every code.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError, connections
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework import exceptions

from config import error_pages
from todos import deadline
from todos.errors import flatten_detail

logger = logging.getLogger("config.errors")

PROBLEM = "application/problem+json"

# DRF's names for what the contract calls otherwise.
WIRE_CODES = {
    "authentication_failed": "invalid_token",
    "permission_denied": "forbidden",
    "parse_error": "malformed_json",
    "invalid": "validation_error",
    "throttled": "rate_limited",
    "error": "internal_error",
}
# Codes of answers that no exception of ours stands behind.
STATUS_CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "request_timeout",
    413: "payload_too_large",
    500: "internal_error",
    503: "unavailable",
}
DETAILS = {
    400: "The request could not be understood.",
    403: "This is not allowed.",
    404: "There is nothing here.",
    405: "This path does not take the method; `Allow` names those it takes.",
    408: "The body did not arrive in time. Nothing was changed; send it again.",
    413: "The body is larger than this service takes.",
    500: "Something went wrong on our side. The request was not completed.",
    503: "The service cannot reach its database. Nothing was changed; try again shortly.",
}
# InternalError: a server that is read-only because it is being promoted, or that ended an idle transaction.
UNREACHABLE = (OperationalError, InterfaceError, InternalError)
RETRY_AFTER = 2  # seconds: what a restarted database or a failover usually needs


def problem(
    request: HttpRequest | Any,
    status: int,
    code: str = "",
    detail: str = "",
    *,
    errors: Sequence[Mapping[str, str]] = (),
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """One problem document. `code` and `detail` default to those of the status."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or DETAILS[status],
        "code": code or STATUS_CODES[status],
        "request_id": getattr(request, "request_id", ""),
        **(extra or {}),
        "errors": list(errors),
    }
    # A lone surrogate in a member's name cannot be sent; the rest of the document can.
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    response = HttpResponse(content, status=status, content_type=PROBLEM)
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> HttpResponseBase | None:
    """DRF's hook. None lets an unknown exception go on to Django, which answers 500."""
    request = context["request"]._request
    exc = _translated(exc)
    if not isinstance(exc, exceptions.APIException):
        return _unavailable(request) if isinstance(exc, UNREACHABLE) else None
    given = exc.get_codes()
    code = str(getattr(exc, "code", "") or (given if isinstance(given, str) else "validation_error"))
    return problem(
        request,
        exc.status_code,
        WIRE_CODES.get(code, code),
        _detail(exc),
        errors=getattr(exc, "errors", None) or (flatten_detail(exc.detail, "#") if _is_nested(exc) else ()),
        extra=getattr(exc, "extra", None),
        headers=_headers(exc, context),
    )


def _translated(exc: Exception) -> Exception:
    if isinstance(exc, Http404):
        return exceptions.NotFound("There is no such resource.")
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    return exc


def _is_nested(exc: exceptions.APIException) -> bool:
    return isinstance(exc.detail, (dict, list))


def _detail(exc: exceptions.APIException) -> str:
    if _is_nested(exc):
        return "The request has values that cannot be accepted; `errors` names each."
    return str(exc.detail)


def _headers(exc: exceptions.APIException, context: Mapping[str, Any]) -> dict[str, str]:
    headers = dict(getattr(exc, "headers", None) or {})
    challenge = getattr(exc, "auth_header", None)
    if challenge and exc.status_code == 401:
        headers.setdefault("WWW-Authenticate", challenge)
    if isinstance(exc, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    wait = getattr(exc, "wait", None)
    if wait is not None:
        headers.setdefault("Retry-After", str(int(wait) or 1))
    return headers


def _unavailable(request: HttpRequest) -> HttpResponse:
    if deadline.passed():  # the database has ended the statement for it
        late = deadline.DeadlineExceeded()
        return problem(request, 503, late.default_code, str(late.detail), headers=late.headers)
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    logger.error(
        "The database did not answer, so the request was refused with 503. Check that it runs and that "
        "DATABASE_URL reaches it; the service reconnects by itself.",
    )
    return refusal(request, 503, headers={"Retry-After": str(RETRY_AFTER)})


def refusal(request: HttpRequest, status: int, *, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """What no view answers: a page for whoever looks at the desk, a problem document for everybody else."""
    if not error_pages.is_desk(request):
        return problem(request, status, headers=headers)
    response = error_pages.page(request, status)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404."""
    return refusal(request, 404)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403."""
    return refusal(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW: a form that is stale, or that another site has sent."""
    return error_pages.page(request, 403, error_pages.STALE_FORM)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400: a suspicious request, such as an unknown Host."""
    too_big = isinstance(exception, SuspiciousOperation) and isinstance(exception, RequestDataTooBig)
    return refusal(request, 413 if too_big else 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500. A database that went away outside a DRF view is a 503 here as well."""
    import sys

    if isinstance(sys.exc_info()[1], UNREACHABLE):
        return _unavailable(request)
    return refusal(request, 500)
