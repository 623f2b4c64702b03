"""The network goes, the service goes: nothing that was done is lost, and what happened meanwhile is caught up with."""

import httpx
import pytest
from playwright.sync_api import Dialog, expect

from tests.e2e.browser import Visitor
from tests.e2e.stack import Stack
from tests.e2e.test_two_at_once import token_of

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def titles(stack: Stack, token: str) -> set[str]:
    answer = httpx.get(
        f"{stack.api_url}/api/tasks", headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=60
    )
    return {task["title"] for task in answer.json()}


def test_offline_and_back(alice: Visitor, stack: Stack) -> None:
    page = alice.page
    # The change feed's place is taken a few seconds after the start.
    with page.expect_response(lambda response: "/tasks/changes" in response.url):
        alice.add("Before")
        alice.add("Elsewhere")
    token = token_of(page)

    alice.context.set_offline(True)
    expect(page.get_by_text("You are offline")).to_be_visible()
    page.get_by_label("Complete Before").check()
    page.get_by_label("Add a task").fill("Written on the train")
    page.get_by_label("Add a task").press("Enter")
    expect(page.get_by_text("2 changes are waiting")).to_be_visible()
    expect(page.locator("[data-task]", has_text="Written on the train")).to_be_visible()
    assert titles(stack, token) == {"Before", "Elsewhere"}

    elsewhere = page.locator("[data-task]", has_text="Elsewhere").get_attribute("data-task")
    httpx.patch(
        f"{stack.api_url}/api/tasks/{elsewhere}",
        json={"title": "Changed elsewhere"},
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
        timeout=60,
    ).raise_for_status()

    alice.context.set_offline(False)
    expect(page.get_by_text("You are offline")).to_be_hidden()
    expect(page.get_by_text("Back online. Caught up with")).to_be_visible()
    expect(page.locator("[data-task]", has_text="Changed elsewhere")).to_be_visible()
    expect(page.locator("[data-waiting=true]")).to_have_count(0)
    assert titles(stack, token) == {"Before", "Changed elsewhere", "Written on the train"}


def test_a_restart_of_the_service_in_the_middle_loses_nothing(alice: Visitor, stack: Stack) -> None:
    page = alice.page
    alice.add("Already there")
    token = token_of(page)
    stack.service.stop()
    try:
        page.get_by_label("Add a task").fill("Into the gap")
        page.get_by_label("Add a task").press("Enter")
        page.get_by_label("Complete Already there").check()
        expect(page.get_by_text("The service cannot be reached just now")).to_be_visible()
    finally:
        stack.service.start()

    expect(page.get_by_text("The service cannot be reached just now")).to_be_hidden(timeout=30_000)
    expect(page.locator("[data-waiting=true]")).to_have_count(0, timeout=30_000)
    assert titles(stack, token) == {"Already there", "Into the gap"}
    page.goto("/tasks?show=all")
    expect(page.get_by_label("Complete Already there")).to_be_checked()
    expect(page.get_by_label("Complete Into the gap")).not_to_be_checked()


def test_offline_a_link_does_not_lead_out_of_the_app(alice: Visitor, stack: Stack) -> None:
    """Another page cannot be loaded now; the browser's own error page in its place would take what waits along."""
    page = alice.page
    alice.context.set_offline(True)
    expect(page.get_by_text("You are offline")).to_be_visible()
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", refuse)
    for waiting in (False, True):
        if waiting:
            page.get_by_label("Add a task").fill("Written on the train")
            page.get_by_label("Add a task").press("Enter")
            expect(page.get_by_text("One change is waiting")).to_be_visible()
        for name in ("Insights", "Tasks"):
            page.get_by_role("link", name=name, exact=True).first.click()
            expect(page.get_by_role("status", name="Messages")).to_contain_text("Other pages open again")
        expect(page.get_by_role("heading", name="Tasks", exact=True)).to_be_visible()
    assert asked == []

    alice.context.set_offline(False)
    expect(page.get_by_text("You are offline")).to_be_hidden()
    page.get_by_role("link", name="Insights", exact=True).first.click()
    page.wait_for_url("**/stats")
