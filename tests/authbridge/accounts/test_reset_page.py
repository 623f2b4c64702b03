"""The page that a reset link opens, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests import real_parts
from tests.authbridge.accounts.person import PASSWORD
from tests.authbridge.accounts.test_curl_walk import link_in_the_console
from tests.better_auth.service import TodoService
from tests.e2e.browser import CHROMIUM, Visitor, chromium

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

NEW = "An0ther horse, battery"


def test_a_person_sets_a_new_password_by_the_link(start_service: Callable[..., TodoService]) -> None:
    real_parts.require("browser", available=CHROMIUM.exists(), why="Debian's chromium is not installed")
    service = start_service(EMAIL_URL="console://", ALLOWED_HOSTS="127.0.0.1")
    with service.client() as client:
        client.post("/api/auth/register", json={"email": "ann@example.com", "password": PASSWORD})
        client.post("/api/auth/password/reset", json={"email": "ann@example.com"})
    link = link_in_the_console(service)
    with chromium() as browser:
        visitor = Visitor(browser, service.url)
        page = visitor.page
        page.goto(link)
        page.get_by_label("New password").fill("password123")
        page.get_by_role("button", name="Set password").click()
        page.get_by_text("too common").wait_for()
        page.get_by_label("New password").fill(NEW)
        page.keyboard.press("Enter")
        page.get_by_text("Your password is set").wait_for()
        assert "token" not in page.url
        assert not page.get_by_role("button").is_visible()
        # The refused try is an answer of 400, which the browser notes; anything else would be ours.
        assert [said for said in visitor.complaints if "400" not in said] == []

        page.goto("about:blank")
        page.goto(f"{service.url}/api/auth/password/reset/page")
        page.get_by_text("opened by the link in the mail").wait_for()
    answer = httpx.post(
        f"{service.url}/api/auth/login", json={"email": "ann@example.com", "password": NEW}, trust_env=False
    )
    assert answer.status_code == 200


def test_it_tells_a_refusal_in_the_framework_s_own_form_as_well(live_server: LiveServer, settings: Settings) -> None:
    """A project that has taken the app over may have left the form of errors as Django REST framework has it."""
    real_parts.require("browser", available=CHROMIUM.exists(), why="Debian's chromium is not installed")
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "EXCEPTION_HANDLER": "rest_framework.views.exception_handler"}
    with chromium() as browser:
        page = Visitor(browser, live_server.url).page
        page.goto("/api/auth/password/reset/page#token=made-up")
        page.get_by_label("New password").fill(NEW)
        page.get_by_role("button", name="Set password").click()
        page.get_by_text("is not one of ours").wait_for(timeout=5_000)
