"""The token for the API: renewed unseen, and of no more use to a thief than its `exp` or the sign-out allows."""

import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests import real_parts
from tests.better_auth.databases import postgres_answers, temporary_postgres
from tests.e2e import front_end
from tests.e2e.browser import Visitor
from tests.e2e.conftest import migrate, unique_email
from tests.e2e.stack import Stack
from tests.e2e.test_two_at_once import token_of

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

SECONDS = 4


@pytest.fixture(scope="module")
def short_lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack whose API tokens live for four seconds, with no allowance for clocks."""
    missing = front_end.problem()
    real_parts.require("node", missing is None, missing or "")
    with Stack(
        tmp_path_factory.mktemp("short-lived"),
        service={"AUTHBRIDGE_LEEWAY": "0"},
        front={"API_TOKEN_SECONDS": str(SECONDS)},
    ) as running:
        yield running


def status_of(stack: Stack, token: str) -> tuple[int, str]:
    answer = httpx.get(f"{stack.api_url}/api/tasks", headers={"Authorization": f"Bearer {token}"}, trust_env=False)
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
    time.sleep(SECONDS + 1)

    alice.add("With the second token")

    assert 401 in answers
    assert 201 in answers
    expect(page.locator(".row")).to_have_count(2)
    assert page.url.endswith("/tasks")
    alice.close()


def test_a_stolen_token_stops_at_its_exp(short_lived: Stack, browser: Browser) -> None:
    alice = Visitor(browser, short_lived.url)
    alice.arrive("Alice", unique_email("alice"))
    stolen = token_of(alice.page)
    assert status_of(short_lived, stolen) == (200, "")
    alice.page.get_by_role("button", name="Sign out").click()
    alice.page.wait_for_url("**/sign-in")

    time.sleep(SECONDS + 1)
    assert status_of(short_lived, stolen) == (401, "token_expired")
    # Nor do the cookies that a thief may have kept get a new one.
    alice.close()


def test_kept_cookies_get_no_token_after_sign_out(stack: Stack, browser: Browser) -> None:
    alice = Visitor(browser, stack.url)
    alice.arrive("Alice", unique_email("alice"))
    kept = {cookie["name"]: cookie["value"] for cookie in alice.context.cookies()}
    assert httpx.get(f"{stack.url}/api/token", cookies=kept, trust_env=False).status_code == 200
    alice.page.get_by_role("button", name="Sign out").click()
    alice.page.wait_for_url("**/sign-in")

    assert httpx.get(f"{stack.url}/api/token", cookies=kept, trust_env=False).status_code == 401
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
