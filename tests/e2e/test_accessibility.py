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


def outline(page: Page, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("(element) => getComputedStyle(element).outlineStyle"))


def test_what_is_chosen_is_seen_where_people_choose_their_own_colours(
    stack: Stack, browser: Browser, cookies: list[dict[str, str]]
) -> None:
    """Forced colours take every background away: an outline stays."""
    visitor = Visitor(browser, stack.url, forced_colors="active")
    visitor.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
    page = visitor.page
    SIGNED_IN["selection"](page)
    shown = "[role=group][aria-label=Show] button"
    for chosen, other in (
        (f"{shown}[aria-pressed=true]", f"{shown}[aria-pressed=false]"),
        ("nav a[aria-current=page]", "nav a:not([aria-current])"),
        ("[data-selected=true]", "[data-selected=false]"),
    ):
        assert outline(page, chosen) == "solid", chosen
        assert outline(page, other) == "none", other
    SIGNED_IN["edit"](page)
    assert outline(page, "dialog label:has(:checked)") == "solid"
    visitor.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_words_of_the_plot_stay_in_it_and_apart(
    width: int, stack: Stack, browser: Browser, cookies: list[dict[str, str]]
) -> None:
    visitor = Visitor(browser, stack.url, viewport={"width": width, "height": 900})
    visitor.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
    for span in ("7 days", "90 days"):
        SIGNED_IN["stats"](visitor.page)
        visitor.page.get_by_role("button", name=span).click()
        expect(visitor.page.get_by_role("img", name=f"Over {span}")).to_be_visible()
        faults = visitor.page.evaluate(
            """() => {
                const frame = document.querySelector('figure').getBoundingClientRect();
                const dates = [...document.querySelectorAll('figure svg > text')].map((text) => text.getBoundingClientRect());
                const outside = dates.filter(({ left, right }) => left < frame.left || right > frame.right);
                const touching = dates.slice(1).filter(({ left }, index) => left < dates[index].right);
                const size = getComputedStyle(document.querySelector('figure svg text')).fontSize;
                return [dates.length < 2 || outside.length, touching.length, size === '12px' ? 0 : size];
            }"""
        )
        assert faults == [0, 0, 0], f"{width}px, {span}"
    visitor.close()


def test_dates_speak_the_language_of_the_words_beside_them(
    stack: Stack, browser: Browser, cookies: list[dict[str, str]]
) -> None:
    """Until there are translations, in a browser of another language, too."""
    visitor = Visitor(browser, stack.url, locale="de-DE")
    visitor.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
    SIGNED_IN["tasks"](visitor.page)
    times = visitor.page.locator("[data-task] time").all_inner_texts()
    german = [
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
        ". Mai",
        ". Okt",
        ". Dez",
    ]
    assert len(times) > 3
    assert [text for text in times if any(word in text for word in german)] == []
    visitor.close()
