"""The runbook of docs/rotation.md, step by step."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from authbridge.testing import bearer

pytestmark = [pytest.mark.anywhere, pytest.mark.django_db]


def status(secret: str) -> int:
    return int(Client(raise_request_exception=False).get("/api/tasks", headers=bearer(secret=secret)).status_code)


def test_the_shared_secret_rotates_without_a_token_being_refused(settings: Any) -> None:
    old = settings.AUTHBRIDGE["SECRET"]
    made = StringIO()
    call_command("authbridge_newkey", stdout=made, stderr=StringIO())
    new = made.getvalue().strip()
    assert (status(old), status(new)) == (200, 401)
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "SECRET": new, "PREVIOUS_SECRETS": (old,)}
    assert (status(old), status(new)) == (200, 200)
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "PREVIOUS_SECRETS": ()}
    assert (status(old), status(new)) == (401, 200)


def test_the_key_of_local_accounts_rotates_too(settings: Any) -> None:
    from authbridge import conf
    from authbridge.principal import Principal

    def local() -> str:
        return conf.current().local_issuer.issue(Principal("a" * 32, session_id="s" * 16))

    old_token, old = local(), settings.AUTHBRIDGE["LOCAL_SECRET"]
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "LOCAL_SECRET": "N" * 20 + "0123456789abcdef"}
    answers = [_as(old_token), _as(local())]
    settings.AUTHBRIDGE = {**settings.AUTHBRIDGE, "LOCAL_PREVIOUS_SECRETS": (old,)}
    assert answers == [401, 200]
    assert _as(old_token) == 200


def _as(token: str) -> int:
    return int(Client().get("/api/tasks", headers={"Authorization": f"Bearer {token}"}).status_code)
