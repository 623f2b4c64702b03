"""`@principal_required` for plain Django views, sync and async: the same refusals as the DRF class."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponse

from authbridge.errors import TokenError
from authbridge.middleware import attach, outcome
from authbridge.refusals import refuse
from authbridge.tokens.verifier import Verified
from authbridge.users import resolve_user

View = TypeVar("View", bound=Callable[..., Any])


def principal_required(view: View) -> View:
    """Call the view only for a known caller, whom it finds as `request.principal`.

    With `AUTHBRIDGE["USER_RESOLVER"]` the project's own user stands in `request.user`.

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
    if not isinstance(found, Verified):
        return refuse(principal_required, request, found)
    try:
        user = resolve_user(found)
    except TokenError as error:
        return refuse(principal_required, request, error)
    if user is not found.principal:
        request.user = user
    return None
