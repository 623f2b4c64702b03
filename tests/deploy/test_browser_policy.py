"""A real browser under the shipped policy: the pages work, and nothing they need is blocked."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import sync_playwright

from tests import real_parts
from tests.better_auth.service import TodoService

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.mark.parametrize(("path", "shown"), [("/api/docs", ".opblock"), ("/admin/login/", "input[name=password]")])
def test_no_violation(start_service: Callable[..., TodoService], path: str, shown: str) -> None:
    chromium = shutil.which("chromium")
    real_parts.require("browser", available=chromium is not None, why="no chromium (Debian: apt install chromium)")
    service = start_service()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page()
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(service.url + path)
        page.wait_for_selector(shown, timeout=20_000)
        browser.close()
    assert [text for text in said if "Content Security Policy" in text or "Content-Security-Policy" in text] == []
    assert [url for url in asked if not url.startswith((service.url, "data:"))] == []
