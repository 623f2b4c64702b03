"""Plain Django views: the middleware and the decorator, sync and async; and permissions about claims."""

from __future__ import annotations

import asyncio
import json
from typing import Any, ClassVar

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory
from django.utils.decorators import method_decorator
from django.views import View
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from authbridge.decorators import principal_required
from authbridge.middleware import PrincipalMiddleware
from authbridge.permissions import HasClaim, HasRole, HasVerifiedEmail
from authbridge.principal import ANONYMOUS, Principal
from authbridge.testing import bearer

pytestmark = pytest.mark.anywhere


def whoami(request: Any) -> HttpResponse:
    return HttpResponse(f"{request.principal} {dict(request.claims).get('sub')}")


async def whoami_async(request: Any) -> HttpResponse:
    return whoami(request)


def asking(method: str = "get", **headers: str) -> HttpRequest:
    made: HttpRequest = getattr(RequestFactory(), method)("/", headers=headers)
    return made


def test_the_middleware_says_who_is_calling() -> None:
    middleware: Any = PrincipalMiddleware(whoami)
    assert middleware(asking(**bearer("alice"))).content == b"alice alice"
    assert middleware(asking()).content == b"anonymous None"
    assert middleware(asking(Authorization="Bearer x")).content == b"anonymous None"


def test_it_looks_only_when_asked() -> None:
    request = asking(Authorization="Bearer x")
    PrincipalMiddleware(lambda request: HttpResponse())(request)
    assert not hasattr(request, "_authbridge_outcome")


def test_it_is_async_where_the_views_are() -> None:
    middleware: Any = PrincipalMiddleware(whoami_async)
    assert asyncio.run(middleware(asking(**bearer("alice")))).content == b"alice alice"


def test_the_decorator_lets_a_known_caller_in() -> None:
    assert principal_required(whoami)(asking(**bearer("alice"))).content == b"alice alice"
    assert asyncio.run(principal_required(whoami_async)(asking(**bearer("alice")))).content == b"alice alice"


@pytest.mark.parametrize("view", [whoami, whoami_async])
def test_a_write_with_a_header_needs_no_token_of_djangos_csrf_middleware(view: Any) -> None:
    guarded = principal_required(view)
    request = asking("post", **bearer("alice"))
    assert CsrfViewMiddleware(lambda request: HttpResponse()).process_view(request, guarded, (), {}) is None
    answer = guarded(request)
    answer = asyncio.run(answer) if asyncio.iscoroutine(answer) else answer
    assert answer.content == b"alice alice"


def test_a_class_of_views_is_guarded_by_its_dispatch() -> None:
    @method_decorator(principal_required, name="dispatch")
    class Mine(View):
        def post(self, request: HttpRequest) -> HttpResponse:
            return whoami(request)

    view: Any = Mine.as_view()
    request = asking("post", **bearer("alice"))
    assert CsrfViewMiddleware(lambda request: HttpResponse()).process_view(request, view, (), {}) is None
    assert view(request).content == b"alice alice"
    assert view(asking("post")).status_code == 401


@pytest.mark.parametrize("view", [whoami, whoami_async])
@pytest.mark.parametrize(
    ("headers", "code"),
    [({}, "not_authenticated"), ({"Authorization": "Bearer x"}, "invalid_token"), (None, "token_expired")],
)
def test_it_refuses_as_the_drf_class_does(view: Any, headers: dict[str, str] | None, code: str) -> None:
    sent = bearer(expires_in=-1, iat=1) if headers is None else headers
    answer = principal_required(view)(asking(**sent))
    answer = asyncio.run(answer) if asyncio.iscoroutine(answer) else answer
    assert (answer.status_code, json.loads(answer.content)["code"]) == (401, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith('Bearer realm="api"')


def test_a_cookie_of_another_site_is_403_and_an_outage_503(settings: Any) -> None:
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "SOURCES": ("header", "access_cookie"), "ACCESS_COOKIE": "a"}
    request = asking("post")
    request.COOKIES["a"] = "x"
    assert principal_required(whoami)(request).status_code == 403
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "JWKS_URL": "http://127.0.0.1:1/jwks"}
    token = "eyJhbGciOiJFZERTQSIsImtpZCI6Im9uZSJ9.e30.AAAA"
    answer = principal_required(whoami)(asking(Authorization=f"Bearer {token}"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "10"), "as long as JWKS_COOLDOWN lasts"


def request(principal: Any, **claims: Any) -> Request:
    made = Request(APIRequestFactory().get("/"))
    made.user, made.auth = principal, claims or None
    return made


def test_roles_claims_and_addresses_can_be_demanded() -> None:
    class IsEditor(HasRole):
        roles: ClassVar = frozenset({"editor"})

    class IsPro(HasClaim):
        claim, value = "plan", "pro"

    class HasPlan(HasClaim):
        claim = "plan"

    view = APIView()
    alice = Principal("alice", email_verified=True, roles=frozenset({"editor"}))
    assert IsEditor().has_permission(request(alice), view)
    assert HasVerifiedEmail().has_permission(request(alice), view)
    for nobody in (Principal("bob"), ANONYMOUS):
        assert not IsEditor().has_permission(request(nobody), view)
        assert not HasVerifiedEmail().has_permission(request(nobody), view)
    assert IsPro().has_permission(request(alice, plan="pro"), view)
    assert not IsPro().has_permission(request(alice, plan=True), view)
    assert not IsPro().has_permission(request(alice), view)
    assert HasPlan().has_permission(request(alice, plan="any"), view)
    assert not HasPlan().has_permission(request(alice, plan=None), view)
    assert not HasClaim().has_permission(request(alice, plan="x"), view)
