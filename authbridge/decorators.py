"""`@principal_required` for plain Django views, sync and async: the same refusals as the DRF class."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponse, JsonResponse

from authbridge.authentication import SENTENCES, challenge, reject
from authbridge.errors import CannotDecide, TokenError
from authbridge.middleware import attach, outcome

View = TypeVar("View", bound=Callable[..., Any])

_STATUS = {"invalid_token": 401, "token_expired": 401, "forbidden": 403, "unavailable": 503}


def principal_required(view: View) -> View:
    """Call the view only for a known caller, whom it finds as `request.principal`.

    Otherwise answers 401 with an RFC 6750 challenge (403 for a cookie of another site, 503 when
    nothing can be decided) as RFC 9457 problem+json. For a class of views:
    `@method_decorator(principal_required, name="dispatch")`.
    """
    if iscoroutinefunction(view):

        @functools.wraps(view)
        async def guarded_async(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            # The revocation list and the session table are asked synchronously.
            refusal = await sync_to_async(_refusal)(request)
            return refusal or await view(request, *args, **kwargs)

        return cast("View", _own_csrf_policy(guarded_async))

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return _refusal(request) or view(request, *args, **kwargs)

    return cast("View", _own_csrf_policy(guarded))


def _own_csrf_policy(guarded: Any) -> Any:
    # No page can add a header to a request it causes elsewhere, and a cookie has met `csrf.enforce`: Django's
    # CsrfViewMiddleware would only refuse the clients that have no cookie to answer it with.
    guarded.csrf_exempt = True
    return guarded


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if not hasattr(request, "principal"):
        attach(request)
    found = outcome(request)
    if found is None:
        return problem(401, "not_authenticated", "This needs an access token.", {"WWW-Authenticate": challenge()})
    if not isinstance(found, TokenError):
        return None
    reject(principal_required, request, found)
    headers = {"WWW-Authenticate": challenge(found.code)} if _STATUS[found.code] == 401 else {}
    if isinstance(found, CannotDecide):
        headers["Retry-After"] = str(found.retry_after)
    return problem(_STATUS[found.code], found.code, SENTENCES[found.code], headers)


def problem(status: int, code: str, detail: str, headers: dict[str, str]) -> HttpResponse:
    """One RFC 9457 document."""
    titles = {401: "Unauthorized", 403: "Forbidden", 503: "Service Unavailable"}
    body = {"type": "about:blank", "title": titles[status], "status": status, "detail": detail, "code": code}
    return JsonResponse(
        body, status=status, content_type="application/problem+json", headers={"Cache-Control": "no-store", **headers}
    )
