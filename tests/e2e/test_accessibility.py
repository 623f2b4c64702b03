"""axe finds nothing on any page, in either theme, on a phone and on a desktop; and the keyboard alone is enough."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e import sample
from tests.e2e.browser import Visitor
from tests.e2e.conftest import unique_email
from tests.e2e.pages import SIGNED_IN, SIGNED_OUT
from tests.e2e.stack import Stack
from tests.e2e.test_two_at_once import token_of

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}


def findings(page: Page) -> list[str]:
    # The page's policy lets no foreign script in; the driver's own evaluation stands outside of it.
    result = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary']}"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.fixture(scope="module")
def cookies(stack: Stack, browser: Browser) -> Iterator[list[dict[str, str]]]:
    """The cookies of somebody with a believable day."""
    visitor = Visitor(browser, stack.url)
    visitor.arrive("Alice", unique_email("alice"))
    sample.fill(stack.api_url, token_of(visitor.page))
    yield visitor.context.cookies()  # type: ignore[misc]  # Playwright's typed dictionary
    visitor.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [*SIGNED_OUT, *SIGNED_IN])
def test_axe_finds_nothing(
    name: str, size: str, theme: str, stack: Stack, browser: Browser, cookies: list[dict[str, str]]
) -> None:
    visitor = Visitor(browser, stack.url, viewport=SIZES[size], color_scheme=theme)
    if name in SIGNED_IN:
        visitor.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
    ({**SIGNED_OUT, **SIGNED_IN})[name](visitor.page)
    assert findings(visitor.page) == []
    wide = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} is {wide}px wider than the screen"
    assert visitor.complaints == []
    visitor.close()


def test_the_chosen_theme_is_there_from_the_first_frame(alice: Visitor) -> None:
    page = alice.page
    page.goto("/account")
    page.get_by_text("Dark", exact=True).click()
    assert 'data-theme="dark"' in page.goto("/tasks").text()  # type: ignore[union-attr]  # a page was loaded
    expect(page.locator("html")).to_have_css("color-scheme", "dark")
