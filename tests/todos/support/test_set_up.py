"""Setting up a second factor in a real browser, under the policy that the service sends."""

from __future__ import annotations

from base64 import b32decode

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import Browser, expect

from tests.better_auth.service import TodoService
from tests.todos.support import world

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]
ADMIN = "admin@demo.example.com"
LOADED = "image => image.decode().then(() => image.naturalWidth)"  # refuses what is no picture


@pytest.mark.parametrize(("size", "theme"), [("desktop", "dark"), ("phone", "light")])
def test_the_code_is_shown_scanned_and_asked_for(
    browser: Browser, desk: TodoService, passwords: dict[str, str], size: str, theme: str
) -> None:
    admin = world.enter(browser, desk, ADMIN, passwords[ADMIN], size, theme)
    page = admin.page
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    page.on("requestfailed", lambda request: refused.append(request.url))

    page.goto("/admin/otp_totp/totpdevice/add/")
    page.get_by_role("button", name="Save", exact=True).click()
    picture = page.get_by_role("img", name="QR code")
    expect(picture).to_be_visible()
    assert picture.evaluate(LOADED) > 0
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_text("It cannot be scanned").click()
    key = page.locator("#key").inner_text()

    page.get_by_label("Enter the code").fill("000 000" if _code(key) != "000000" else "111111")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".errornote")).to_contain_text("not the code of this moment")
    page.wait_for_timeout(1100)  # after a wrong code the next one has to wait a second
    page.get_by_label("Enter the code").fill(_code(key))
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".messagelist")).to_contain_text("is asked for a code at the next log-in")
    assert (admin.complaints, refused) == ([], [])


def _code(key: str) -> str:
    return f"{TOTP(b32decode(key)).token():06d}"
