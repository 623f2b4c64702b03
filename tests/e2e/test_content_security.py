"""What the browser is told it may load, and that the pages keep to it."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import front_end
from tests.e2e.browser import Visitor
from tests.e2e.stack import Stack

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def test_no_inline_script_without_the_nonce(stack: Stack) -> None:
    answer = httpx.get(f"{stack.url}/sign-in", trust_env=False, timeout=60)
    policy = answer.headers["content-security-policy"]
    directives = dict(directive.split(" ", 1) for directive in policy.split("; "))
    assert "unsafe" not in policy
    assert directives["default-src"] == "'none'"
    assert directives["connect-src"] == f"'self' {stack.api_url}"
    nonce = re.search(r"'nonce-([^']+)'", directives["script-src"])
    assert nonce
    scripts = re.findall(r"<script\b[^>]*>", answer.text)
    assert scripts
    assert all(f'nonce="{nonce[1]}"' in script for script in scripts)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=", answer.text)


def test_each_page_has_a_nonce_of_its_own(stack: Stack) -> None:
    policies = {
        httpx.get(f"{stack.url}/sign-in", trust_env=False, timeout=60).headers["content-security-policy"]
        for _ in range(3)
    }
    assert len(policies) == 3


def test_pages_are_kept_by_no_cache(stack: Stack) -> None:
    assert "no-store" in httpx.get(f"{stack.url}/sign-in", trust_env=False, timeout=60).headers["cache-control"]
    assert httpx.get(f"{stack.url}/api/token", trust_env=False, timeout=60).headers["cache-control"] == "no-store"


def test_a_stranger_is_turned_away_at_the_door(stack: Stack) -> None:
    answer = httpx.get(f"{stack.url}/tasks?show=done", trust_env=False, timeout=60)
    assert answer.status_code == 307
    assert answer.headers["location"] == "/sign-in?next=%2Ftasks%3Fshow%3Ddone"


def test_a_made_up_cookie_shows_nothing(stack: Stack) -> None:
    answer = httpx.get(
        f"{stack.url}/tasks", cookies={"better-auth.session_token": "made.up"}, trust_env=False, timeout=60
    )
    assert "One moment" in answer.text
    assert "Add a task" not in answer.text


PAGES = ("/tasks?show=all", "/stats", "/trash", "/transfer", "/account", "/nowhere")
WRITTEN = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def test_what_people_write_is_only_text(alice: Visitor) -> None:
    """In titles, notes and tags, on every page that shows them, in the form, the history and the messages."""
    page = alice.page
    ran: list[str] = []
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    alice.add(f"{WRITTEN} #<b>tag</b>")
    page.get_by_role("button", name=WRITTEN, exact=True).click()
    page.get_by_label("Notes").fill(WRITTEN)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-task] p")).to_have_text(WRITTEN)
    page.get_by_role("button", name=WRITTEN, exact=True).click()
    page.get_by_text("What happened").click()
    expect(page.locator("details ol")).to_contain_text(WRITTEN)
    page.get_by_role("dialog").get_by_role("button", name="Move to trash").click()
    expect(page.get_by_role("status", name="Messages")).to_contain_text(WRITTEN)
    for path in PAGES:
        page.goto(path, wait_until="networkidle")
        assert page.locator("img, b, script:not([nonce])").count() == 0, path
    assert ran == []


def test_text_that_turns_its_direction_turns_nothing_around_it(alice: Visitor) -> None:
    """A title with a right-to-left override ends where it ends: the quotation mark stays behind it."""
    alice.add("abc\u202egnp.exe")
    alice.page.get_by_role("checkbox", name="Complete abc").check()
    expect(alice.page.get_by_text("Completed “abcgnp.exe”", exact=True)).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_headers(path: str, alice: Visitor) -> None:
    """Each answer that is a page, to somebody signed in: strict policy, no sniffing, no framing, no keeping."""
    answer = alice.page.goto(path)
    assert answer is not None
    headers = answer.headers
    assert "unsafe" not in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "no-store" in headers["cache-control"]


@pytest.mark.parametrize("path", ["/api/token", "/api/auth/ok", "/icon.svg"])
def test_what_is_no_page_is_not_sniffed_or_embedded_either(path: str, stack: Stack) -> None:
    headers = httpx.get(f"{stack.url}{path}", trust_env=False, timeout=60).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def kept_by(page: Page) -> str:
    """Everything that a script of this page could find lying about."""
    text: str = page.evaluate(
        """async () => {
            const databases = (await indexedDB.databases()).map((each) => each.name);
            const caches_ = await caches.keys();
            return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, databases, caches_, document.cookie, name])
                + document.documentElement.outerHTML;
        }"""
    )
    return text


def test_tokens_lie_nowhere(alice: Visitor) -> None:
    """Neither the service's token nor the session's cookie is in a store, a readable cookie or the page."""
    alice.add("Water the plants")
    session = next(cookie["value"] for cookie in alice.context.cookies() if cookie["name"].endswith("session_token"))
    for path in PAGES:
        alice.page.goto(path, wait_until="networkidle")
        kept = kept_by(alice.page)
        assert not re.search(r"eyJ[\w-]+\.[\w-]+\.", kept), path
        assert session.split(".")[0] not in kept, path
        html = alice.page.request.get(path).text()
        assert not re.search(r"eyJ[\w-]+\.[\w-]+\.", html), path


def test_nothing_of_the_server_is_in_what_the_browser_loads() -> None:
    """No secret and no setting of the server is in the bundles, and no source maps are; nor does the build keep a secret."""
    built = front_end.ROOT / ".next"
    files = [path for path in (built / "static").rglob("*") if path.is_file()]
    assert files
    assert not [path.name for path in files if path.suffix == ".map"]
    bundles = "\n".join(path.read_text(errors="replace") for path in files if path.suffix == ".js")
    # Better Auth's client carries the name of BETTER_AUTH_SECRET, for servers that import it; the value is what counts.
    for name in (front_end.BUILD_SECRET, "AUTH_DATABASE_URL", "AUTH_TRUSTED_PROXIES", "auth.db", "HS256"):
        assert name not in bundles, name
    server = [
        path for path in (built / "server").rglob("*.js") if front_end.BUILD_SECRET in path.read_text(errors="replace")
    ]
    assert server == []


def test_signed_out_the_browser_keeps_no_page_to_go_back_to(alice: Visitor) -> None:
    """Not from its cache of whole pages either: by a way out of the app, a sign-out elsewhere, and back."""
    page = alice.page
    alice.add("A private matter")
    page.goto("about:blank")
    other = alice.open_tab()
    other.goto("/account")
    other.get_by_role("main").get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/sign-in")

    page.go_back()
    page.wait_for_url(re.compile("/sign-in"))
    expect(page.get_by_text("A private matter")).to_have_count(0)
