"""The ticket "my tasks are gone, and somebody has my session", from end to end in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from tests.better_auth.service import TodoService
from tests.e2e.browser import Visitor
from tests.todos.support import world

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

ANN, PASSWORD = "ann@example.com", "a long enough passphrase 7"
WRITER = "support.write@demo.example.com"


@pytest.fixture
def ann(desk: TodoService) -> Iterator[httpx.Client]:
    """Ann, whose two tasks somebody has thrown away, and who has mistyped her password until it was locked."""
    with desk.client() as person:
        person.post("/api/auth/register", json={"email": ANN, "name": "Ann Ito", "password": PASSWORD})
        answer = person.post("/api/auth/login", json={"email": ANN, "password": PASSWORD}).raise_for_status().json()
        person.headers["Authorization"] = f"Bearer {answer['access_token']}"
        for title in ("Bake the birthday cake", "Call Oma"):
            made = person.post("/api/tasks", json={"title": title}).raise_for_status().json()
            person.delete(f"/api/tasks/{made['id']}").raise_for_status()
        yield person


def _titles(person: httpx.Client) -> list[str]:
    return sorted(task["title"] for task in person.get("/api/tasks").raise_for_status().json())


def _log_in(desk: TodoService, password: str) -> int:
    with desk.client() as client:
        return client.post("/api/auth/login", json={"email": ANN, "password": password}).status_code


def _count_actions(page: Page) -> list[str]:
    """Every page that is asked for from now on: one for each thing that is done."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.is_navigation_request() and request.redirected_from is None:
            asked.append(f"{request.method} {urlsplit(request.url).path}")

    page.on("request", note)
    return asked


def _look_up(page: Page, term: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(term)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ann Ito", level=1)).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_ticket_in_four_actions_on_one_page(
    browser: Browser, desk: TodoService, passwords: dict[str, str], ann: httpx.Client, size: str
) -> None:
    """Her words: I can't see my tasks since yesterday; I think I deleted some; my log-in says locked."""
    while _log_in(desk, "wrong") != 429:
        pass
    sam = world.enter(browser, desk, WRITER, passwords[WRITER], size)
    page = sam.page
    actions = _count_actions(page)

    _look_up(page, ANN)
    expect(page.get_by_role("region", name="Who")).to_contain_text("log-in locked")
    expect(page.get_by_role("region", name="In the trash")).to_contain_text("Bake the birthday cake")
    page.get_by_label("Ticket or reason").fill("T-4711")
    page.get_by_role("button", name="Restore all").click()
    expect(page.locator(".messagelist")).to_contain_text("Restored 2 tasks.")
    page.get_by_role("button", name="Unlock").click()
    expect(page.locator(".messagelist")).to_contain_text("The log-in is unlocked")
    page.get_by_label("A note for the next one").fill("She had emptied her list herself; all is back.")
    page.get_by_role("button", name="Add the note").click()
    expect(page.get_by_role("region", name="Notes")).to_contain_text(f"{WRITER}, T-4711")

    assert actions[0] == "GET /admin/find/"
    assert [action.split()[0] for action in actions] == ["GET", "POST", "POST", "POST"]
    assert len(set(actions[1:])) == 1
    assert _titles(ann) == ["Bake the birthday cake", "Call Oma"]
    assert _log_in(desk, PASSWORD) == 200
    happened = page.get_by_role("region", name="What happened")
    for told in ("restored", f"staff: {WRITER}", "lock lifted"):
        expect(happened).to_contain_text(told)
    assert sam.complaints == []


def test_somebody_else_is_in_my_account(
    browser: Browser, desk: TodoService, passwords: dict[str, str], ann: httpx.Client
) -> None:
    sam = world.enter(browser, desk, WRITER, passwords[WRITER])
    page = sam.page
    actions = _count_actions(page)

    _look_up(page, "ann@exa")
    page.get_by_label("Ticket or reason").fill("T-4712, a stranger's device")
    page.get_by_text("End all sessions").click()
    page.get_by_label("A note for the next one").fill("Asked her to set a new password.")
    page.get_by_role("button", name="Yes, end all").click()

    expect(page.locator(".messagelist")).to_contain_text(
        "Every session has ended. Tokens issued until now are refused."
    )
    expect(page.get_by_role("region", name="Notes")).to_contain_text("Asked her to set a new password.")
    refused = ann.get("/api/tasks")
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_token")
    assert len(actions) == 2
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

    _look_up(page, ANN)
    _tab_to(page, "reason")
    page.keyboard.type("T-4711")
    _tab_to(page, text="Restore all")
    page.keyboard.press("Enter")

    expect(page.locator(".messagelist")).to_contain_text("Restored 2 tasks.")
    assert _titles(ann) == ["Bake the birthday cake", "Call Oma"]
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
    "/admin/find/?q=example", "/admin/nowhere/", "/admin/authenticator/",
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
