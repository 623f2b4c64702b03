"""From sign-up to done, and what is left on the screen after signing out."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Visitor
from tests.e2e.conftest import MakeVisitor, unique_email

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def test_it_works(visit: MakeVisitor) -> None:
    alice = visit()
    alice.sign_up("Alice", unique_email("alice"))
    page = alice.page
    expect(page.get_by_role("heading", name="All clear")).to_be_visible()

    alice.add("Water the plants @tomorrow !high #home")
    row = page.locator("[data-task]", has_text="Water the plants")
    expect(row).to_contain_text("Tomorrow")
    expect(row).to_contain_text("High")
    expect(row).to_contain_text("#home")

    row.get_by_role("button", name="Water the plants", exact=True).click()
    dialog = page.get_by_role("dialog", name="Edit task")
    expect(dialog.get_by_label("Title")).to_be_focused()
    dialog.get_by_label("Title").fill("Water the fern")
    dialog.get_by_label("Notes").fill("Not too much")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-task]", has_text="Water the fern")).to_contain_text("Not too much")

    page.get_by_role("button", name="Water the fern", exact=True).click()
    page.get_by_text("What happened").click()
    expect(page.locator("details ol")).to_contain_text("Water the plants")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()

    page.get_by_label("Complete Water the fern").check()
    expect(page.get_by_text("Completed “Water the fern”")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Complete Water the fern")).not_to_be_checked()

    page.reload()
    expect(page.get_by_label("Complete Water the fern")).not_to_be_checked()


def test_after_signing_out_the_back_button_shows_nothing_private(alice: Visitor) -> None:
    page = alice.page
    alice.add("A private matter")
    page.get_by_role("link", name="Insights").click()
    page.wait_for_url("**/stats")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")

    page.go_back()
    page.wait_for_url(re.compile("/sign-in"))
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    expect(page.get_by_text("A private matter")).to_have_count(0)


def test_signing_out_in_one_tab_ends_the_other(alice: Visitor) -> None:
    alice.add("A private matter")
    other = alice.open_tab()
    other.goto("/tasks")
    expect(other.get_by_text("A private matter")).to_be_visible()

    alice.page.get_by_role("button", name="Sign out").click()
    alice.page.wait_for_url("**/sign-in")

    other.wait_for_url(re.compile("/sign-in"))
    expect(other.get_by_text("A private matter")).to_have_count(0)


def test_the_way_back_leads_to_the_page_that_was_wanted(visit: MakeVisitor) -> None:
    email = unique_email("alice")
    alice = visit()
    alice.sign_up("Alice", email)
    alice.page.get_by_role("button", name="Sign out").click()
    alice.page.wait_for_url("**/sign-in")

    alice.page.goto("/tasks?show=done&q=tides")
    alice.sign_in(email)
    assert alice.page.url.endswith("/tasks?show=done&q=tides")


def test_a_stranger_link_does_not_lead_out_of_the_app(visit: MakeVisitor) -> None:
    email = unique_email("alice")
    alice = visit()
    alice.sign_up("Alice", email)
    alice.page.get_by_role("button", name="Sign out").click()
    alice.page.wait_for_url("**/sign-in")

    alice.page.goto("/sign-in?next=https://evil.example/tasks")
    alice.sign_in(email)
    assert alice.page.url == f"{alice.url}/tasks"


def test_a_refused_sign_in_says_why_and_keeps_the_address(visit: MakeVisitor) -> None:
    page = visit().page
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("nobody@example.com")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert").first).to_contain_text("do not belong together")
    expect(page.get_by_label("E-mail")).to_have_value("nobody@example.com")
