"""What somebody has typed is theirs: it is not thrown away by a slip, a refusal, or somebody who was faster."""

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import Visitor
from tests.e2e.stack import Stack
from tests.e2e.test_two_at_once import edit, token_of

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


@pytest.fixture
def dialog(alice: Visitor) -> Locator:
    """Alice edits her only task."""
    alice.add("Plan the trip")
    edit(alice.page, "Plan the trip")
    return alice.page.get_by_role("dialog", name="Edit task")


@pytest.mark.parametrize("way", ["escape", "close", "scrim"])
def test_leaving_a_changed_form_asks_first(way: str, dialog: Locator) -> None:
    """However one leaves, once, by mistake: what was typed is still there, and can be saved or thrown away."""
    page = dialog.page
    dialog.get_by_label("Notes").fill("By train, and back by boat")
    leave(page, way)
    expect(dialog.get_by_text("Not saved yet")).to_be_visible()
    expect(dialog.get_by_label("Notes")).to_have_value("By train, and back by boat")

    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-task]")).to_contain_text("By train, and back by boat")


def leave(page: Page, way: str) -> None:
    if way == "escape":
        page.keyboard.press("Escape")
    elif way == "close":
        page.get_by_role("button", name="Close", exact=True).click()
    else:
        page.mouse.click(5, 400)


def test_a_changed_form_can_be_thrown_away(dialog: Locator) -> None:
    """By the button that says so; and a form that was not changed goes without a word."""
    dialog.get_by_label("Title").fill("Something else")
    dialog.page.keyboard.press("Escape")
    dialog.get_by_role("button", name="Discard").click()
    expect(dialog).to_be_hidden()
    expect(dialog.page.locator("[data-task]")).to_contain_text("Plan the trip")

    edit(dialog.page, "Plan the trip")
    dialog.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_refusal_leads_to_the_field_it_is_about(dialog: Locator) -> None:
    """The field has the focus and the reason is part of its description, so that a screen reader says both."""
    dialog.get_by_label("Title").fill("")
    dialog.get_by_role("button", name="Save").click()
    title = dialog.get_by_label("Title")
    expect(title).to_be_focused()
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_have_accessible_description("It needs at least one visible character.")


def test_an_edit_that_comes_too_late_after_the_form_was_left_is_told(
    alice: Visitor, stack: Stack, dialog: Locator
) -> None:
    """Saved while offline, left, and overtaken elsewhere: it is not lost in silence."""
    page = alice.page
    token = token_of(page)
    task = page.locator("[data-task]").get_attribute("data-task")
    alice.context.set_offline(True)
    expect(page.get_by_text("sent as soon as the connection is back")).to_have_count(1)
    dialog.get_by_label("Title").fill("Plan the trip to Rome")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Saved when you are back online")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    httpx.patch(
        f"{stack.api_url}/api/tasks/{task}",
        json={"title": "Plan the trip to Oslo"},
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
        timeout=60,
    ).raise_for_status()

    alice.context.set_offline(False)
    expect(page.get_by_text("Your change of “Plan the trip” was not saved")).to_be_visible()
    expect(page.locator("[data-task]")).to_contain_text("Plan the trip to Oslo")


def test_a_message_waits_while_somebody_is_at_it(alice: Visitor) -> None:
    """Whoever points at Undo, or has come to it by keys, is not hurried."""
    page = alice.page
    alice.add("Plan the trip")
    page.get_by_label("Complete Plan the trip").check()
    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    page.wait_for_timeout(9_500)
    undo.click()
    expect(page.get_by_label("Complete Plan the trip")).not_to_be_checked()
