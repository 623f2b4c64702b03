"""Two tabs, two people: what each may see, and what happens when both write."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Visitor
from tests.e2e.conftest import MakeVisitor, unique_email
from tests.e2e.stack import Stack

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def edit(page: Page, title: str) -> None:
    page.get_by_role("button", name=title, exact=True).click()


def test_the_second_to_write_the_same_field_is_asked(alice: Visitor) -> None:
    first, second = alice.page, alice.open_tab()
    alice.add("Plan the trip")
    second.goto("/tasks")
    edit(first, "Plan the trip")
    edit(second, "Plan the trip")

    first.get_by_label("Title").fill("Plan the trip to Oslo")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("dialog")).to_be_hidden()

    second.get_by_label("Title").fill("Plan the trip to Rome")
    second.get_by_label("Notes").fill("By train")
    second.get_by_role("button", name="Save").click()
    dialog = second.get_by_role("dialog", name="Changed elsewhere")
    expect(dialog).to_contain_text("Plan the trip to Oslo")
    expect(dialog).to_contain_text("Plan the trip to Rome")
    dialog.get_by_label("The other").check()
    dialog.get_by_role("button", name="Save this").click()

    expect(dialog).to_be_hidden()
    row = second.locator("[data-task]", has_text="Plan the trip to Oslo")
    expect(row).to_contain_text("By train")


def test_changes_of_different_fields_both_survive_without_a_question(alice: Visitor) -> None:
    first, second = alice.page, alice.open_tab()
    alice.add("Plan the trip")
    second.goto("/tasks")
    edit(first, "Plan the trip")
    edit(second, "Plan the trip")

    first.get_by_label("Title").fill("Plan the journey")
    first.get_by_role("button", name="Save").click()
    expect(first.get_by_role("dialog")).to_be_hidden()
    second.get_by_label("Notes").fill("By train")
    second.get_by_role("button", name="Save").click()

    expect(second.get_by_role("dialog")).to_be_hidden()
    expect(second.locator("[data-task]", has_text="Plan the journey")).to_contain_text("By train")


def test_the_other_tab_sees_a_change_when_it_is_looked_at(alice: Visitor) -> None:
    other = alice.open_tab()
    other.goto("/tasks")
    expect(other.get_by_role("heading", name="All clear")).to_be_visible()
    alice.add("From the first tab")
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(other.get_by_text("From the first tab")).to_be_visible()


def test_a_second_person_sees_nothing_of_the_first(alice: Visitor, visit: MakeVisitor, stack: Stack) -> None:
    alice.add("A private matter #secret")
    alice_token = token_of(alice.page)
    alice_id = alice.page.evaluate("fetch('/api/auth/get-session').then(r => r.json()).then(s => s.user.id)")
    task_id = alice.page.locator("[data-task]").get_attribute("data-task")

    bob = visit()
    bob.arrive("Bob", unique_email("bob"))
    for path in ("/tasks?show=all", "/trash", "/stats", "/transfer", "/account"):
        bob.page.goto(path)
        bob.page.wait_for_load_state("networkidle")
        expect(bob.page.get_by_text("A private matter")).to_have_count(0)
        expect(bob.page.get_by_text("#secret")).to_have_count(0)

    bob_token = token_of(bob.page)
    assert bob_token != alice_token
    with httpx.Client(
        base_url=stack.api_url, headers={"Authorization": f"Bearer {bob_token}"}, trust_env=False, timeout=60
    ) as api:
        assert api.get(f"/api/{alice_id}/tasks").status_code == 403
        assert api.get(f"/api/tasks/{task_id}").status_code == 404


def token_of(page: Page) -> str:
    token: str = page.evaluate("fetch('/api/token').then(r => r.json()).then(t => t.token)")
    return token
