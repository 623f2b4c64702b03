"""What every request passes, and what only pages pass.

The API pays for two layers: `RequestMiddleware` (request id, log line, headers, errors that are not
views') and CORS. Everything that exists for HTML pages (sessions, CSRF tokens, messages, static files)
is Django's own middleware behind `PagesOnly`, which lets a request to the API pass by untouched.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from corsheaders.middleware import CorsMiddleware
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.request import split_domain_port, validate_host
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware
from django_otp.middleware import OTPMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware

from config import deadlines, logs, metrics, security
from config.errors import PROBLEM, RETRY_AFTER, problem, refusal
from config.front.front import REFUSED
from config.releasing import release
from todos import deadline

Next = Callable[[HttpRequest], HttpResponseBase]
API = "/api/"
# An id that a client may choose; anything else is replaced, so that no log line can be forged with it.
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}\Z")
# They have no content to describe; what a 304 says of it would replace what the cache knows (RFC 9110, 15.4.5).
_WITHOUT_CONTENT = frozenset({204, 304})


class RequestMiddleware:
    """Names the request, bounds its host, and writes its one log line."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.observe = metrics.observer()
        self.refuse = ApiCorsMiddleware(_refusal)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if _REQUEST_ID.match(given) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]  # Django's request has no slot for it
        deadline.begin(settings.REQUEST_SECONDS)
        try:
            response = self._answer(request)
        finally:
            deadlines.end()
        response.headers["X-Request-ID"] = request_id
        if response.status_code in _WITHOUT_CONTENT:
            for name in ("Content-Type", "Content-Length"):
                response.headers.pop(name, None)
        elif isinstance(response, HttpResponse) and "Content-Length" not in response.headers:
            response.headers["Content-Length"] = str(len(response.content))
        if request.path_info.startswith(API):
            response.headers.setdefault("X-Content-Type-Options", "nosniff")
        seconds = time.perf_counter() - started
        if self.observe is not None:
            self.observe(request, response, seconds)
        logs.access(request, response, request_id, seconds)
        release(request, response)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_served(request.META.get("HTTP_HOST", ""), tuple(settings.ALLOWED_HOSTS)):
            try:  # Django's own reading, which also knows about proxies and a missing header
                request.get_host()
            except DisallowedHost:
                return problem(request, 400, "bad_request", "This host name is not served here.")
        if REFUSED in request.META:
            return self.refuse(request)
        response = self.get_response(request)
        if response.status_code == 405 and response.headers.get("Content-Type") != PROBLEM:
            # Django's own views refuse a method with an empty page.
            return refusal(request, 405, headers={"Allow": response.headers.get("Allow", "")})
        return response


def _refusal(request: HttpRequest) -> HttpResponse:
    """What the front refuses before Django's views are asked."""
    status = request.META[REFUSED]
    if status == 503:
        detail = "There are more bodies in flight than this service holds. Nothing was changed; try again shortly."
        return problem(request, 503, "overloaded", detail, headers={"Retry-After": str(RETRY_AFTER)})
    return problem(request, status)


@lru_cache(maxsize=256)
def _is_served(host: str, allowed: tuple[str, ...]) -> bool:
    return validate_host(split_domain_port(host)[0], allowed)


def _is_api(request: HttpRequest) -> bool:
    path = request.path_info
    return path != "/api/docs" and (path.startswith(API) or path == "/api")


class PagesOnly:
    """Mixin: a middleware that the API does not pass."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _is_api(request):
            return self.get_response(request)  # type: ignore[attr-defined,no-any-return]  # the other base has it
        return super().__call__(request)  # type: ignore[misc,no-any-return]  # the other base has it


class ApiCorsMiddleware(CorsMiddleware):
    """CORS for the API (settings: CORS_URLS_REGEX); a request without `Origin` has nothing to negotiate."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "HTTP_ORIGIN" in request.META:
            return super().__call__(request)  # type: ignore[return-value]  # a response, outside async
        response = cast("HttpResponseBase", self.get_response(request))
        if "Vary" not in response.headers and request.path_info.startswith(API):
            response.headers["Vary"] = "Origin"
        return response


class PageSecurityMiddleware(PagesOnly, SecurityMiddleware):
    """Security headers of pages."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:  # type: ignore[override]  # any response
        """Django's headers, and the page's Content-Security-Policy."""
        response = super().process_response(request, response)  # type: ignore[arg-type]  # the stubs name HttpResponse
        policy = security.policy(request.path_info, settings.CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


class PageStaticMiddleware(PagesOnly, WhiteNoiseMiddleware):  # type: ignore[misc]  # whitenoise has no types
    """Static files of pages."""


class PageSessionMiddleware(PagesOnly, SessionMiddleware):
    """Sessions of staff."""


class PageCsrfMiddleware(PagesOnly, CsrfViewMiddleware):
    """CSRF tokens of the admin's forms."""

    def process_view(
        self, request: HttpRequest, callback: Next, callback_args: tuple[Any, ...], callback_kwargs: dict[str, Any]
    ) -> HttpResponseForbidden | None:
        """Django calls this hook past `__call__`: a write to a route that the API does not have is 404, not 403."""
        return None if _is_api(request) else super().process_view(request, callback, callback_args, callback_kwargs)


class PageAuthenticationMiddleware(PagesOnly, AuthenticationMiddleware):
    """`request.user` of staff."""


class PageSecondFactorMiddleware(PagesOnly, OTPMiddleware):  # type: ignore[misc]  # django-otp has no types
    """`request.user.is_verified()`: whether staff gave the code of their second factor."""


class PageMessageMiddleware(PagesOnly, MessageMiddleware):
    """Messages of the admin."""


class PageFrameMiddleware(PagesOnly, XFrameOptionsMiddleware):
    """Pages are not framed."""
