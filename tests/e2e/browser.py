"""Debian's Chromium, driven by Playwright, and people who use it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "correct horse battery"
# That a page may take on a machine with other things to do. Only what fails waits for so long.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS / 2)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser for as long as the block lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """One person's browser: its own cookies, and a record of whatever the pages complained about.

    Attributes:
        complaints: errors that pages threw or logged, the content security policy's refusals among them.
    """

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.url = url
        self.context: BrowserContext = browser.new_context(
            base_url=url, reduced_motion="reduce", **{"locale": "en-GB", **options}
        )
        self.complaints: list[str] = []
        self.page = self.open_tab()

    def open_tab(self) -> Page:
        """Another tab of the same browser."""
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self._note(message.type, message.text))
        return page

    def sign_up(self, name: str, email: str) -> None:
        """Makes an account through the form and arrives at the tasks."""
        page = self.page
        page.goto("/sign-up")
        page.get_by_label("Name").fill(name)
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Create account").click()
        page.wait_for_url("**/tasks")
        page.get_by_role("heading", name="Tasks", exact=True).wait_for()

    def arrive(self, name: str, email: str, page: str = "/tasks") -> None:
        """Makes an account over HTTP and goes to the page; at the tasks, waits until they are there.

        From an address of its own, as behind a proxy: through the form, the eleventh person in a minute would meet the
        rate limit of sign-ups.
        """
        address = ".".join(["10", *(str(secrets.randbelow(254) + 1) for _ in range(3))])
        answer = httpx.post(
            f"{self.url}/api/auth/sign-up/email",
            json={"name": name, "email": email, "password": PASSWORD},
            headers={"Origin": self.url, "X-Forwarded-For": address},
            trust_env=False,
            timeout=60,
        ).raise_for_status()
        self.context.add_cookies(
            [
                {"name": key, "value": value, "url": self.url, "httpOnly": True, "sameSite": "Lax"}
                for key, value in answer.cookies.items()
            ]
        )
        self.page.goto(page)
        if page == "/tasks":
            self.page.get_by_role("heading", name="Tasks", exact=True).wait_for()

    def sign_in(self, email: str) -> None:
        """Signs in through the form, wherever that leads."""
        page = self.page
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)

    def add(self, line: str) -> None:
        """Adds a task by the quick entry and waits until it is saved."""
        page = self.page
        page.get_by_label("Add a task").fill(line)
        page.get_by_label("Add a task").press("Enter")
        page.locator("[data-waiting=true]").wait_for(state="detached")

    def close(self) -> None:
        """Ends this browser."""
        self.context.close()

    def _note(self, kind: str, text: str) -> None:
        # A refused request is the story of many tests, and Chromium logs each.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.complaints.append(text)
