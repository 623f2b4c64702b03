"""For plain Django views: who is calling, as `request.principal`. Sync and async.

The credential is looked at when a view first asks. A bad one is refused by the decorator
`principal_required`; a view without it sees `Anonymous`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from authbridge.credentials.resolve import authenticate_request
from authbridge.errors import TokenError
from authbridge.principal import ANONYMOUS, Anonymous, Principal
from authbridge.tokens.verifier import Verified

_OUTCOME = "_authbridge_outcome"
GetResponse = Callable[[HttpRequest], Any]


class PrincipalMiddleware:
    """Sets `request.principal` (a `Principal` or `Anonymous`) and `request.claims`, both lazily."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        attach(request)
        response: HttpResponseBase | Awaitable[HttpResponseBase] = self.get_response(request)
        return response


def attach(request: Any) -> None:
    """Give a request its lazy `principal` and `claims`."""
    request.principal = SimpleLazyObject(lambda: principal_of(request))
    request.claims = SimpleLazyObject(lambda: claims_of(request))


def outcome(request: HttpRequest) -> Verified | TokenError | None:
    """What became of this request's credential, found out once. May query and so may block."""
    if not hasattr(request, _OUTCOME):
        result: Verified | TokenError | None
        try:
            result = authenticate_request(request)
        except TokenError as error:
            result = error
        setattr(request, _OUTCOME, result)
    found: Verified | TokenError | None = getattr(request, _OUTCOME)
    return found


def principal_of(request: HttpRequest) -> Principal | Anonymous:
    found = outcome(request)
    return found.principal if isinstance(found, Verified) else ANONYMOUS


def claims_of(request: HttpRequest) -> Mapping[str, Any]:
    found = outcome(request)
    return found.claims if isinstance(found, Verified) else {}
