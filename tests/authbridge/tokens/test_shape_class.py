"""A payload of one's own: the class that `SHAPE_CLASS` names reads it wherever a token is read."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from rest_framework.request import Request

from authbridge.authentication import BetterAuthAuthentication
from authbridge.checks.settings import check_settings
from authbridge.decorators import principal_required
from authbridge.doctor.token import diagnose
from authbridge.principal import Principal
from authbridge.testing import bearer, mint
from authbridge.tokens.claims import BearerClaims, Claims

pytestmark = pytest.mark.anywhere


class TenantClaims(BearerClaims):
    """The id of a user is unique within a tenant only."""

    def principal(self, claims: Claims) -> Principal:
        """As ever, with the tenant before the id."""
        person = super().principal(claims)
        return Principal(id=f"{claims.get('tenant', 'none')}:{person.id}")


@pytest.fixture(autouse=True)
def _named(settings: Any) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"SHAPE_CLASS": f"{__name__}.TenantClaims"}


def whoami(request: Any) -> HttpResponse:
    return HttpResponse(str(request.principal))


def test_plain_views_rest_views_and_the_doctor_read_alike() -> None:
    headers = bearer("alice", tenant="acme")
    request: HttpRequest = RequestFactory().get("/", headers=headers)
    assert principal_required(whoami)(request).content == b"acme:alice"
    found = BetterAuthAuthentication().authenticate(Request(request))
    assert found is not None
    assert found[0].id == "acme:alice"
    assert diagnose(mint("alice", tenant="acme")).cause.endswith("user acme:alice.")


def test_an_authenticator_may_have_one_of_its_own() -> None:
    class Plain(BetterAuthAuthentication):
        shape_class = BearerClaims

    found = Plain().authenticate(Request(RequestFactory().get("/", headers=bearer("alice"))))
    assert found is not None
    assert found[0].id == "alice"


@pytest.mark.parametrize("name", ["no.such.module", f"{__name__}.Missing", "pathlib.Path", f"{__name__}.whoami"])
def test_what_cannot_read_claims_is_refused_at_the_start(settings: Any, name: str) -> None:
    settings.AUTHBRIDGE = settings.AUTHBRIDGE | {"SHAPE_CLASS": name}
    (found,) = check_settings()
    assert (found.id, "SHAPE_CLASS" in found.msg) == ("authbridge.E006", True)
