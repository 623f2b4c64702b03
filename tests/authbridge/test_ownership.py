"""Rows that belong to people, and the small edges of the package."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.contrib import admin
from django.http import Http404
from django.test import RequestFactory
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from authbridge import audit, conf, signals
from authbridge.auditlog.models import AuthEvent
from authbridge.conf.origins import origin_of
from authbridge.errors import MalformedToken, Reason
from authbridge.ownership import IsOwner, OwnedQuerySet
from authbridge.permissions import IsPathUser
from authbridge.principal import ANONYMOUS, Principal
from authbridge.testing import plugin

pytestmark = [pytest.mark.anywhere, pytest.mark.django_db]

ALICE = Principal("alice")


def request(principal: Any = ALICE) -> Request:
    made = Request(APIRequestFactory().get("/"))
    made.user = principal
    return made


def test_a_queryset_gives_a_persons_rows_and_nobody_none() -> None:
    for user_id in ("alice", "bob", ""):
        AuthEvent.objects.create(at="2026-01-01T00:00:00Z", kind="x", user_id=user_id)
    rows: OwnedQuerySet[AuthEvent] = OwnedQuerySet(AuthEvent)
    assert [row.user_id for row in rows.owned_by(ALICE)] == ["alice"]
    assert list(rows.owned_by(ANONYMOUS)) == []


def test_anothers_object_does_not_exist_and_whoever_listens_is_told() -> None:
    told: list[Any] = []

    def listen(**facts: Any) -> None:
        told.append((facts["principal"], facts["wanted"]))

    signals.ownership_denied.connect(listen)
    try:
        assert IsOwner().has_object_permission(request(), APIView(), SimpleNamespace(user_id="alice"))
        with pytest.raises(Http404):
            IsOwner().has_object_permission(request(), APIView(), SimpleNamespace(user_id="bob"))
    finally:
        signals.ownership_denied.disconnect(listen)
    assert told == [(ALICE, "SimpleNamespace")]


def test_a_column_of_numbers_or_uuids_is_compared_as_text() -> None:
    for owner in (7, UUID("0b0a0d3e-5d3a-4c8b-9f51-1d1f6b1a2c3d")):
        caller = request(Principal(str(owner)))
        view = APIView()
        view.kwargs = {"user_id": owner}
        assert IsPathUser().has_permission(caller, view)
        assert not IsPathUser().has_permission(request(), view)
        assert IsOwner().has_object_permission(caller, APIView(), SimpleNamespace(user_id=owner))


@pytest.mark.parametrize("principal", [Principal("None"), ANONYMOUS])
def test_what_belongs_to_nobody_is_nobodys(principal: Any) -> None:
    with pytest.raises(Http404):
        IsOwner().has_object_permission(request(principal), APIView(), SimpleNamespace(user_id=None))


def test_a_path_without_a_user_is_everybodys_and_nobody_owns_a_path() -> None:
    view = APIView()
    view.kwargs = {}
    assert IsPathUser().has_permission(request(), view)
    view.kwargs = {"user_id": "alice"}
    assert IsPathUser().has_permission(request(), view)
    assert not IsPathUser().has_permission(request(Principal("bob")), view)
    assert not IsPathUser().has_permission(request(ANONYMOUS), view)


def test_the_trail_in_the_admin_is_to_read() -> None:
    page: Any = admin.site._registry.get(AuthEvent)
    assert page is not None
    asked = RequestFactory().get("/")
    answers = [page.has_add_permission(asked), page.has_change_permission(asked), page.has_delete_permission(asked)]
    assert answers == [False, False, False]


def test_the_log_says_the_reason_and_costs_nothing_when_off(caplog: pytest.LogCaptureFixture) -> None:
    asked = RequestFactory().get("/api/tasks?token=secret")
    error = MalformedToken(Reason.MALFORMED, "not JSON")
    with caplog.at_level(logging.ERROR, "authbridge.audit"):
        audit.refused(asked, error)
    assert caplog.records == []
    with caplog.at_level(logging.WARNING, "authbridge.audit"):
        audit.refused(asked, error)
    (record,) = caplog.records
    facts: Any = record
    assert (facts.reason, facts.code, facts.path) == ("malformed", "invalid_token", "/api/tasks")
    assert "secret" not in str(record.__dict__)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://App.Example:443/x?y", "https://app.example"),
        ("http://localhost:3000/", "http://localhost:3000"),
        ("http://[::1]:80", "http://[::1]"),
        ("https://user:pw@app.example", "https://app.example"),
        ("ftp://app.example", ""),
        ("https://", ""),
        ("https://app.example:port", ""),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def test_settings_are_compared_by_value(settings: Any) -> None:
    before = conf.current()
    settings.AUTHBRIDGE = dict(settings.AUTHBRIDGE)
    assert conf.current() is before
    settings.AUTHBRIDGE["LEEWAY"] = 3
    assert conf.keys().LEEWAY == 3
    del settings.AUTHBRIDGE["LEEWAY"]
    assert conf.current() is before


def test_secrets_are_not_shown_with_the_settings() -> None:
    shown = repr(conf.keys())
    assert conf.keys().SECRET not in shown
    assert conf.keys().LOCAL_SECRET not in shown


def test_the_schema_names_the_scheme() -> None:
    from authbridge.openapi import BetterAuthScheme

    scheme: Any = BetterAuthScheme
    said = scheme(target=None).get_security_definition(None)
    assert (said["type"], said["scheme"], said["bearerFormat"]) == ("http", "bearer", "JWT")


def test_the_pytest_plugin_has_the_fixtures_it_promises() -> None:
    assert {"mint_token", "bearer_headers"} <= set(vars(plugin))
