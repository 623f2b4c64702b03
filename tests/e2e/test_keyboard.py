"""A whole day without a mouse, and the order of things by keys, mouse and finger."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Visitor

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def titles(page: Page) -> list[str]:
    return page.locator("[data-title]").all_inner_texts()


@pytest.fixture
def page(alice: Visitor) -> Page:
    """Alice's list: Three, Two, One; nothing has the focus."""
    for title in ("One", "Two", "Three"):
        alice.add(title)
    alice.page.get_by_label("Add a task").press("Escape")
    return alice.page


def test_single_keys_do_the_work(page: Page) -> None:
    page.keyboard.press("n")
    expect(page.get_by_label("Add a task")).to_be_focused()
    page.keyboard.type("Four")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Four", exact=True)).to_be_enabled()
    page.keyboard.press("Escape")

    page.keyboard.press("j")
    expect(page.get_by_role("button", name="Four", exact=True)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_label("Complete Three")).to_be_checked()
    expect(page.get_by_text("Completed “Three”")).to_be_visible()  # undo is offered once the service has answered
    page.keyboard.press("z")
    expect(page.get_by_label("Complete Three")).not_to_be_checked()

    page.keyboard.press("e")
    expect(page.get_by_label("Title")).to_be_focused()
    page.get_by_label("Title").fill("Drei")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Drei", exact=True)).to_be_focused()

    page.keyboard.press("#")
    expect(page.get_by_role("button", name="Drei", exact=True)).to_have_count(0)
    expect(page.get_by_text("“Drei” is in the trash")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_role("button", name="Drei", exact=True)).to_be_visible()

    page.keyboard.press("/")
    expect(page.get_by_label("Search", exact=True)).to_be_focused()
    page.keyboard.type("two")
    expect(page.locator("[data-task]")).to_have_count(1)


def test_the_focus_stays_in_the_list_when_its_row_leaves(page: Page) -> None:
    """Removed or completed, the next row takes its place under the keys; of the last one, the one before."""
    page.keyboard.press("j")
    page.keyboard.press("#")
    expect(page.get_by_role("button", name="Two", exact=True)).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_role("button", name="Two", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="One", exact=True)).to_be_focused()


def test_keys_typed_into_a_field_are_only_typed(page: Page) -> None:
    page.get_by_label("Add a task").fill("")
    page.get_by_label("Add a task").press_sequentially("n/z?x#")
    expect(page.get_by_label("Add a task")).to_have_value("n/z?x#")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_single_keys_can_be_turned_off(page: Page) -> None:
    page.goto("/account")
    page.get_by_label("Single-key shortcuts").uncheck()
    page.goto("/tasks")
    page.locator("[data-task]").first.wait_for()
    page.keyboard.press("n")
    expect(page.get_by_label("Add a task")).not_to_be_focused()


def test_alt_and_arrows_move_a_task(page: Page) -> None:
    page.get_by_role("button", name="Three", exact=True).focus()
    with page.expect_response(lambda response: response.url.endswith("/move")):
        page.keyboard.press("Alt+ArrowDown")
    assert titles(page) == ["Two", "Three", "One"]
    page.reload()
    page.locator("[data-task]").first.wait_for()
    assert titles(page) == ["Two", "Three", "One"]


def test_the_grip_lifts_carries_and_puts_down_by_keys(page: Page) -> None:
    page.get_by_label("Move One", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_text("Number 1 of 3.")).to_have_count(1)
    with page.expect_response(lambda response: response.url.endswith("/move")):
        page.keyboard.press("Space")
    page.reload()
    page.locator("[data-task]").first.wait_for()
    assert titles(page) == ["One", "Three", "Two"]


def test_escape_leaves_a_lifted_task_where_it_was(page: Page) -> None:
    page.get_by_label("Move One", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    assert titles(page) == ["Three", "Two", "One"]


def test_a_task_can_be_dragged(page: Page) -> None:
    page.locator("[data-task]", has_text="One").hover()
    grip = page.get_by_label("Move One", exact=True).bounding_box()
    target = page.locator("[data-task]", has_text="Three").bounding_box()
    assert grip is not None
    assert target is not None
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 20, target["y"] + target["height"] + 4, steps=6)
    page.mouse.move(target["x"] + 20, target["y"] + 10, steps=6)
    with page.expect_response(lambda response: response.url.endswith("/move")):
        page.mouse.up()
    page.reload()
    page.locator("[data-task]").first.wait_for()
    assert titles(page) == ["One", "Three", "Two"]


def test_many_at_once(page: Page) -> None:
    page.get_by_role("button", name="Select several tasks").click()
    page.get_by_label("Select One").check()
    page.get_by_label("Select Three").check()
    page.get_by_role("toolbar").get_by_role("button", name="Complete").click()
    expect(page.get_by_text("Completed 2 tasks")).to_be_visible()
    expect(page.locator("[data-task]")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-task]")).to_have_count(3)
