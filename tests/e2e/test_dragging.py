"""Moving a row by its grip, by mouse and by finger, among rows of unequal height: it lands where it is let go."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor, unique_email
from tests.e2e.stack import Stack
from tests.e2e.test_keyboard import titles
from tests.e2e.test_two_at_once import token_of

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

NAMES = ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"]
LetGo = Callable[[], None]
Drag = Callable[[Page, tuple[float, float], tuple[float, float]], LetGo]
TALL = {"width": 1000, "height": 1500}
LOW = {"width": 1000, "height": 560}


def ten_rows(visit: MakeVisitor, stack: Stack, **options: Any) -> Page:
    """Ten tasks in the order of their names; each third one with notes, each fourth with a title of several lines."""
    visitor = visit(**options)
    visitor.arrive("Alice", unique_email("alice"))
    with httpx.Client(
        base_url=stack.api_url,
        headers={"Authorization": f"Bearer {token_of(visitor.page)}"},
        trust_env=False,
        timeout=60,
    ) as api:
        for number in reversed(range(10)):
            notes = {"description": "Not too much"} if number % 3 == 0 else {}
            title = NAMES[number] + (" and so on" * 18 if number % 4 == 1 else "")
            api.post("/api/tasks", json={"title": title, **notes}).raise_for_status()
    visitor.page.reload()
    visitor.page.locator("[data-task]").nth(9).wait_for()
    return visitor.page


def order(page: Page) -> list[str]:
    return [title.split()[0] for title in titles(page)]


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def row(place: int) -> str:
    return f"li[data-task]:nth-child({place + 1})"


def by_mouse(page: Page, start: tuple[float, float], end: tuple[float, float]) -> LetGo:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=30)
    return page.mouse.up


def by_finger(page: Page, start: tuple[float, float], end: tuple[float, float]) -> LetGo:
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touched = {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        session.send("Input.dispatchTouchEvent", touched)

    touch("touchStart", start)
    for step in range(1, 31):
        touch("touchMove", (start[0], start[1] + (end[1] - start[1]) * step / 30))
    return lambda: touch("touchEnd")


@pytest.mark.parametrize(("drag", "touch"), [(by_mouse, False), (by_finger, True)], ids=["mouse", "finger"])
@pytest.mark.parametrize(("start", "end"), [(0, 4), (1, 8), (9, 2), (5, 1)])
def test_a_row_takes_the_place_it_is_let_go_over(
    visit: MakeVisitor, stack: Stack, drag: Drag, touch: bool, start: int, end: int
) -> None:
    """Several places down and up, a low row past tall ones and a tall one past low ones: one move, nothing left held."""
    page = ten_rows(visit, stack, viewport=TALL, has_touch=touch)
    moves: list[str] = []
    page.on("request", lambda request: moves.append(request.url) if request.url.endswith("/move") else None)
    page.locator(row(start)).hover()
    grip = middle(page, f"{row(start)} button[aria-pressed]")
    let_go = drag(page, grip, (grip[0], middle(page, row(end))[1]))
    with page.expect_response(lambda response: response.url.endswith("/move")):
        let_go()

    wanted = [name for name in NAMES if name != NAMES[start]]
    wanted.insert(end, NAMES[start])
    assert order(page) == wanted
    expect(page.locator("[data-held=true]")).to_have_count(0)
    page.reload()
    page.locator("[data-task]").nth(9).wait_for()
    assert order(page) == wanted
    assert len(moves) == 1


def test_escape_takes_the_row_back(visit: MakeVisitor, stack: Stack) -> None:
    page = ten_rows(visit, stack, viewport=TALL)
    page.locator(row(0)).hover()
    grip = middle(page, f"{row(0)} button[aria-pressed]")
    let_go = by_mouse(page, grip, (grip[0], middle(page, row(5))[1]))
    assert order(page) != NAMES
    page.keyboard.press("Escape")
    assert order(page) == NAMES
    let_go()
    expect(page.locator("[data-held=true]")).to_have_count(0)
    assert order(page) == NAMES


def test_the_page_scrolls_under_a_row_that_is_held_at_its_edge(visit: MakeVisitor, stack: Stack) -> None:
    page = ten_rows(visit, stack, viewport=LOW)
    page.locator(row(0)).hover()
    grip = middle(page, f"{row(0)} button[aria-pressed]")
    let_go = by_mouse(page, grip, (grip[0], LOW["height"] - 8))
    expect(page.locator(row(9))).to_have_attribute("data-held", "true", timeout=15_000)
    with page.expect_response(lambda response: response.url.endswith("/move")):
        let_go()
    assert order(page) == [*NAMES[1:], NAMES[0]]
