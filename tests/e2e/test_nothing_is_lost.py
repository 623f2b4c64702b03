"""What somebody has typed or chosen is there again: after a reload, on the way back, after a session that ended."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Visitor
from tests.e2e.conftest import MakeVisitor, unique_email

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

NOTES = "By train, and back by boat"


def write(page: Page) -> None:
    """Notes of the task, typed and not saved."""
    page.get_by_role("button", name="Plan the trip", exact=True).click()
    page.get_by_label("Notes").fill(NOTES)


def test_what_is_typed_survives_a_reload_and_the_way_back(alice: Visitor) -> None:
    page = alice.page
    page.goto("/stats")
    page.goto("/tasks")
    alice.add("Plan the trip")
    write(page)
    page.reload()
    expect(page.get_by_label("Notes")).to_have_value(NOTES)
    page.go_back()
    page.get_by_role("heading", name="Insights").wait_for()
    page.go_forward()
    expect(page.get_by_label("Notes")).to_have_value(NOTES)

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("[data-task]")).to_contain_text(NOTES)
    page.reload()
    page.locator("[data-task]").first.wait_for()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_is_discarded_is_gone(alice: Visitor) -> None:
    page = alice.page
    alice.add("Plan the trip")
    write(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Discard").click()
    page.reload()
    page.locator("[data-task]").first.wait_for()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_is_typed_survives_a_session_that_ends_and_meets_what_was_changed_meanwhile(visit: MakeVisitor) -> None:
    """Saved after signing in again, it is still held against the task as it was when it was typed."""
    alice, email = visit(), unique_email("alice")
    alice.arrive("Alice", email)
    alice.add("Plan the trip")
    write(alice.page)
    other = visit()
    other.page.goto("/sign-in")
    other.sign_in(email)
    other.page.get_by_role("button", name="Plan the trip", exact=True).click()
    other.page.get_by_label("Notes").fill("By bicycle")
    other.page.get_by_role("button", name="Save").click()
    expect(other.page.get_by_role("dialog")).to_be_hidden()

    cookies = alice.context.cookies()
    alice.context.clear_cookies()
    alice.page.reload()
    alice.page.wait_for_url("**/sign-in*")
    alice.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
    alice.page.goto("/tasks")
    expect(alice.page.get_by_label("Notes")).to_have_value(NOTES)
    alice.page.get_by_role("button", name="Save").click()
    expect(alice.page.get_by_role("dialog", name="Changed elsewhere")).to_contain_text("By bicycle")


def test_nothing_typed_stays_after_signing_out(alice: Visitor) -> None:
    page = alice.page
    alice.add("Plan the trip")
    write(page)
    page.goto("/account")
    assert NOTES in str(page.evaluate("JSON.stringify({ ...sessionStorage })"))
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in*")
    assert page.evaluate("sessionStorage.length") == 0


def test_back_takes_a_filter_back_but_not_letter_by_letter(alice: Visitor) -> None:
    page = alice.page
    alice.add("Call mum")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing done yet")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Open", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-task]")).to_contain_text("Call mum")
    before = page.evaluate("history.length")
    page.get_by_label("Search").press_sequentially("submarine", delay=300)
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    assert page.evaluate("history.length") == before


def test_a_task_added_where_it_does_not_show_says_where_it_is(alice: Visitor) -> None:
    page = alice.page
    page.goto("/tasks?show=done")
    alice.add("Call mum")
    expect(page.locator("[data-task]")).to_have_count(0)
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("[data-task]")).to_contain_text("Call mum")


def test_a_task_added_in_a_view_belongs_there(alice: Visitor) -> None:
    page = alice.page
    page.goto("/tasks?tag=home&due=today")
    alice.add("Water the fern")
    page.reload()
    expect(page.locator("[data-task]")).to_contain_text("#home")
    expect(page.locator("[data-task]")).to_contain_text("Due: Today")


def test_a_refusal_goes_when_something_else_is_typed(alice: Visitor) -> None:
    page = alice.page
    entry = page.get_by_label("Add a task")
    entry.fill("#onlytag")
    entry.press("Enter")
    alert = page.get_by_role("main").get_by_role("alert")
    expect(alert).to_be_visible()
    entry.fill("Call mum @today")
    expect(alert).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("Due: Today")
