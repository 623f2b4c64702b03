"""The token for the API: renewed unseen, and of no more use to a thief than its `exp` or the sign-out allows."""

import time

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests import real_parts
from tests.better_auth.databases import postgres_answers, temporary_postgres
from tests.e2e.browser import Visitor
from tests.e2e.conftest import TOKEN_SECONDS, migrate, unique_email
from tests.e2e.stack import Stack
from tests.e2e.test_two_at_once import token_of

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def status_of(stack: Stack, token: str) -> tuple[int, str]:
    answer = httpx.get(
        f"{stack.api_url}/api/tasks", headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=60
    )
    return answer.status_code, "" if answer.is_success else answer.json()["code"]


def test_an_expired_token_is_refreshed_unseen(short_lived: Stack, browser: Browser) -> None:
    alice = Visitor(browser, short_lived.url)
    page = alice.page
    # The page's clock stands still, so it goes on believing in its token, and learns of the end from the service's 401.
    page.clock.install()
    alice.arrive("Alice", unique_email("alice"))
    page.clock.pause_at(time.time() + 3600)
    alice.add("With the first token")
    answers: list[int] = []
    page.on("response", lambda response: answers.append(response.status) if "/tasks" in response.url else None)
    time.sleep(TOKEN_SECONDS + 1)

    alice.add("With the second token")

    assert 401 in answers
    assert 201 in answers
    expect(page.locator("[data-task]")).to_have_count(2)
    assert page.url.endswith("/tasks")
    alice.close()


def test_a_stolen_token_stops_at_its_exp(short_lived: Stack, browser: Browser) -> None:
    alice = Visitor(browser, short_lived.url)
    alice.arrive("Alice", unique_email("alice"))
    stolen = token_of(alice.page)
    assert status_of(short_lived, stolen) == (200, "")
    alice.page.get_by_role("button", name="Sign out").click()
    alice.page.wait_for_url("**/sign-in")

    time.sleep(TOKEN_SECONDS + 1)
    assert status_of(short_lived, stolen) == (401, "token_expired")
    # Nor do the cookies that a thief may have kept get a new one.
    alice.close()


def test_while_the_sign_in_server_is_away_what_is_done_waits(short_lived: Stack, browser: Browser) -> None:
    """The service alone is no connection: the notice stays until there are tokens again, and nothing is lost."""
    alice = Visitor(browser, short_lived.url)
    alice.arrive("Alice", unique_email("alice"))
    page = alice.page
    alice.add("Before")
    short_lived.front_end.stop()
    try:
        time.sleep(TOKEN_SECONDS + 1)
        page.get_by_label("Add a task").fill("Meanwhile")
        page.get_by_label("Add a task").press("Enter")
        notice = page.get_by_text("sent as soon as the connection is back")
        expect(notice).to_be_visible()
        deadline = time.monotonic() + 6
        while time.monotonic() < deadline:
            assert notice.is_visible()
            page.wait_for_timeout(100)
    finally:
        short_lived.front_end.start()
    expect(notice).to_be_hidden(timeout=30_000)
    expect(page.locator("[data-waiting=true]")).to_have_count(0)
    expect(page.locator("[data-task]")).to_have_count(2)
    alice.close()


def test_a_page_of_somebody_else_takes_no_token(short_lived: Stack, browser: Browser) -> None:
    """Bob signs in where Alice's page still stands: it neither acts as Bob nor goes on showing what is hers."""
    alice, bob = Visitor(browser, short_lived.url), Visitor(browser, short_lived.url)
    alice.arrive("Alice", unique_email("alice"))
    bob.arrive("Bob", unique_email("bob"))
    alice.add("A private matter")
    page = alice.page
    refused: list[str] = []
    page.on("response", lambda response: refused.append(response.url) if response.status == 403 else None)
    alice.context.clear_cookies()
    alice.context.add_cookies(bob.context.cookies())  # type: ignore[arg-type]  # as they came

    # With the next token, for the next look at the list, it learns who is there now.
    expect(page.get_by_role("heading", name="All clear")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("A private matter")).to_have_count(0)
    assert refused == []
    alice.close()
    bob.close()


def test_a_service_with_another_secret_ends_at_the_sign_in_and_says_so(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    """Not in a loop between a page whose tokens are refused and a sign-in page that knows who is there."""
    other = {"BETTER_AUTH_SECRET": "another-secret-than-the-service-has-1234"}
    with Stack(tmp_path_factory.mktemp("refused"), front=other) as stack:
        alice = Visitor(browser, stack.url)
        visited: list[str] = []
        alice.page.on("request", lambda asked: visited.append(asked.url) if asked.is_navigation_request() else None)
        alice.arrive("Alice", unique_email("alice"), page="/stats")
        expect(alice.page.get_by_role("alert").first).to_contain_text("did not accept your sign-in")
        alice.page.wait_for_timeout(1_500)
        assert visited == [f"{stack.url}/stats", f"{stack.url}/sign-in?next=%2Fstats&refused=1"]
        alice.close()


def test_kept_cookies_get_no_token_after_sign_out(stack: Stack, browser: Browser) -> None:
    alice = Visitor(browser, stack.url)
    alice.arrive("Alice", unique_email("alice"))
    kept = {cookie["name"]: cookie["value"] for cookie in alice.context.cookies()}
    assert httpx.get(f"{stack.url}/api/token", cookies=kept, trust_env=False, timeout=60).status_code == 200
    alice.page.get_by_role("button", name="Sign out").click()
    alice.page.wait_for_url("**/sign-in")

    assert httpx.get(f"{stack.url}/api/token", cookies=kept, trust_env=False, timeout=60).status_code == 401
    alice.close()


def test_a_stolen_token_stops_at_once_with_the_live_session_check(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    real_parts.require("postgres", postgres_answers(), "the check reads Better Auth's tables beside the service's own")
    with temporary_postgres() as url:
        migrate(url)
        folder = tmp_path_factory.mktemp("live")
        check = {"AUTHBRIDGE_LIVE_SESSION_CHECK": "1"}
        with Stack(folder, database_url=url, service=check, front={"AUTH_DATABASE_URL": url}) as stack:
            alice_leaves(stack, browser)


def alice_leaves(stack: Stack, browser: Browser) -> None:
    alice = Visitor(browser, stack.url)
    alice.arrive("Alice", unique_email("alice"))
    alice.add("A private matter")
    stolen = token_of(alice.page)
    assert status_of(stack, stolen) == (200, "")

    alice.page.get_by_role("button", name="Sign out").click()
    alice.page.wait_for_url("**/sign-in")
    assert status_of(stack, stolen) == (401, "invalid_token")
    alice.close()
