"""Better Auth answers, but with 429 or 500: nobody is signed out by that, and nothing that was typed is lost."""

import time

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e.browser import Visitor
from tests.e2e.conftest import TOKEN_SECONDS, unique_email
from tests.e2e.stack import Stack

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


@pytest.mark.parametrize("status", [429, 500])
def test_nobody_is_signed_out_and_what_was_typed_stays(short_lived: Stack, browser: Browser, status: int) -> None:
    """The notice stands still meanwhile, the server is asked ever more seldom, and then all is sent."""
    alice = Visitor(browser, short_lived.url)
    alice.arrive("Alice", unique_email("alice"))
    page = alice.page
    alice.add("Call mum")
    asked: list[float] = []

    def trouble(route: Route) -> None:
        if route.request.url.endswith("/api/token"):
            asked.append(time.monotonic())
        route.fulfill(status=status, headers={"Retry-After": "5"}, body="{}", content_type="application/json")

    for pattern in ("**/api/token", "**/api/auth/get-session"):
        page.route(pattern, trouble)
    page.get_by_role("button", name="Call mum", exact=True).click()
    page.get_by_label("Notes").fill("Ask about the boat")
    page.wait_for_timeout(TOKEN_SECONDS * 1000 + 500)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    notice = page.get_by_text("sent as soon as the connection is back")
    expect(notice).to_be_visible()
    began, deadline = len(asked), time.monotonic() + 10
    while time.monotonic() < deadline:
        assert notice.is_visible()
        page.wait_for_timeout(100)
    assert len(asked) - began < 6
    # Back at the window, the session is asked for, too.
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(500)
    assert page.url.endswith("/tasks")
    assert page.get_by_role("status", name="Messages").get_by_text("Back online").count() == 0

    for pattern in ("**/api/token", "**/api/auth/get-session"):
        page.unroute(pattern)
    expect(notice).to_be_hidden(timeout=30_000)
    expect(page.locator("[data-task]", has_text="Call mum")).to_contain_text("Ask about the boat")
    assert page.url.endswith("/tasks")
    alice.close()
