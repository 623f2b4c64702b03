"""The ticket "my tasks are gone, and somebody has my session", from end to end in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.better_auth.service import TodoService
from tests.e2e.browser import Visitor
from tests.todos.support import world

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

ANN, PASSWORD = "ann@example.com", "a long enough passphrase 7"
WRITER = "support.write@demo.example.com"


@pytest.fixture
def ann(desk: TodoService) -> Iterator[httpx.Client]:
    """Ann, whose only task somebody has thrown away."""
    with desk.client() as person:
        person.post("/api/auth/register", json={"email": ANN, "name": "Ann Ito", "password": PASSWORD})
        answer = person.post("/api/auth/login", json={"email": ANN, "password": PASSWORD}).raise_for_status().json()
        person.headers["Authorization"] = f"Bearer {answer['access_token']}"
        made = person.post("/api/tasks", json={"title": "Bake the birthday cake"}).raise_for_status().json()
        person.delete(f"/api/tasks/{made['id']}").raise_for_status()
        yield person


def _titles(person: httpx.Client) -> list[str]:
    return [task["title"] for task in person.get("/api/tasks").raise_for_status().json()]


def test_the_ticket(browser: Browser, desk: TodoService, passwords: dict[str, str], ann: httpx.Client) -> None:
    assert _titles(ann) == []
    sam = world.enter(browser, desk, WRITER, passwords[WRITER])
    page = sam.page

    page.get_by_label("Find a person by e-mail or id").fill(ANN)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name="Ann Ito")).to_be_visible()
    expect(page.get_by_role("region", name="In the trash")).to_contain_text("Bake the birthday cake")
    expect(page.get_by_role("region", name="Trail")).to_contain_text("logged_in")
    person = page.url

    page.get_by_role("link", name="All of it, to restore").click()
    page.get_by_role("row", name="Bake the birthday cake").get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option(label="Restore from the trash")
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".messagelist")).to_contain_text("Restored: 1 of 1 tasks.")
    assert _titles(ann) == ["Bake the birthday cake"]

    page.goto(person)
    page.get_by_role("region", name="Sessions").get_by_role("button", name="End", exact=True).first.click()
    expect(page.locator(".messagelist")).to_contain_text("The session has ended. Tokens issued until now are refused.")
    refused = ann.get("/api/tasks")
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_token")

    expect(page.get_by_role("region", name="Trail")).to_contain_text("revoked")
    page.get_by_role("region", name="Latest tasks").get_by_role("link").nth(1).click()
    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("region", name="What happened to this task")).to_contain_text(f"staff: {WRITER}")
    assert sam.complaints == []


def test_the_keyboard_is_enough(
    browser: Browser, desk: TodoService, passwords: dict[str, str], ann: httpx.Client
) -> None:
    sam = Visitor(browser, desk.url)
    page = sam.page
    page.goto("/admin/")
    page.keyboard.type(WRITER)
    _tab_to(page, "id_password")
    page.keyboard.type(passwords[WRITER])
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Support desk").wait_for()

    _tab_to(page, "desk-q")
    page.keyboard.type(ANN)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ann Ito").wait_for()
    _tab_to(page, text="All of it, to restore")
    page.keyboard.press("Enter")
    page.wait_for_url("**/todos/task/**")
    _tab_to(page, "action-select", attribute="class")
    page.keyboard.press("Space")
    _tab_to(page, "action", attribute="name", backwards=True)
    page.keyboard.type("Restore")
    _tab_to(page, text="Go")
    page.keyboard.press("Enter")

    expect(page.locator(".messagelist")).to_contain_text("Restored: 1 of 1 tasks.")
    assert _titles(ann) == ["Bake the birthday cake"]
    assert sam.complaints == []


def _tab_to(
    page: Page, wanted: str = "", text: str = "", *, attribute: str = "id", backwards: bool = False, most: int = 80
) -> None:
    """Press Tab until that element has the focus."""
    for _ in range(most):
        found = page.evaluate(
            "name => [document.activeElement.getAttribute(name), document.activeElement.textContent.trim()]", attribute
        )
        if (wanted and found[0] == wanted) or (text and found[1] == text):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"Tab never came to {wanted or text}")


# Django's own search box is labelled by a picture with an alternative text.
DJANGOS = {"label-title-only"}
PAGES = (
    "/admin/", "/admin/todos/person/", "/admin/todos/task/", "/admin/auditlog/authevent/", "/admin/admin/logentry/",
    "/admin/accounts/loginattempts/", "/admin/accounts/refreshfamily/", "/admin/accounts/user/",
    "/admin/otp_totp/totpdevice/add/", "/admin/otp_totp/totpdevice/1/config/", "/admin/todos/task/1/change/", "/admin/todos/task/1/history/",
)  # fmt: skip


def test_axe_and_the_policy_find_nothing(browser: Browser, desk: TodoService, passwords: dict[str, str]) -> None:
    email = "admin@demo.example.com"
    admin = world.enter(browser, desk, email, passwords[email])
    admin.page.goto("/admin/otp_totp/totpdevice/add/")
    admin.page.get_by_role("button", name="Save", exact=True).click()
    admin.page.get_by_role("img", name="QR code").wait_for()
    cookies = admin.context.cookies()
    found = []
    for size in world.SIZES:
        for theme in world.THEMES:
            visitor = Visitor(browser, desk.url, viewport=world.SIZES[size], color_scheme=theme)
            visitor.page.goto("/admin/login/")
            found += [f"{size} {theme} login {finding}" for finding in _findings(visitor)]
            visitor.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
            visitor.page.goto("/admin/todos/person/")
            person = visitor.page.locator(".field-person a").first.get_attribute("href") or ""
            for address in (*PAGES, person):
                visitor.page.goto(address)
                found += [f"{size} {theme} {address} {finding}" for finding in _findings(visitor)]
            visitor.close()
    assert found == []


def _findings(visitor: Visitor) -> list[str]:
    """What axe calls serious or worse, what is wider than the screen, and what the page complained of."""
    result = Axe().run(visitor.page, options={"resultTypes": ["violations"]})
    found = [
        f"{violation['id']}: {node['html'][:120]}"
        for violation in result.response["violations"]
        if violation["impact"] in ("serious", "critical") and violation["id"] not in DJANGOS
        for node in violation["nodes"]
    ]
    wide = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"{wide}px too wide"] if wide > 0 else []), *visitor.complaints]
