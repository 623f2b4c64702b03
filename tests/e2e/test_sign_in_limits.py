"""Guessing passwords is slow, whatever address the guesser claims; and the session's cookie is kept from scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests import real_parts
from tests.e2e import front_end
from tests.e2e.stack import Stack

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

PUBLIC = "https://app.example.com"
LOCAL = "127.0.0.0/8,::1/128"
Start = Callable[[str], Stack]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the front end alone, as it stands behind https, with these proxies trusted."""
    missing = front_end.problem()
    real_parts.require("node", missing is None, missing or "")
    started: list[Stack] = []

    def run(trusted: str) -> Stack:
        stack = Stack(tmp_path, front={"BETTER_AUTH_URL": PUBLIC, "AUTH_TRUSTED_PROXIES": trusted})
        started.append(stack)
        stack.front_end.start()
        return stack

    yield run
    for stack in started:
        stack.stop()


def ask(stack: Stack, way: str, address: str, **body: str) -> httpx.Response:
    return httpx.post(
        f"{stack.url}/api/auth/{way}/email",
        json={"email": "alice@example.com", "password": "a guess, and not a good one", **body},
        headers={"Origin": PUBLIC, "X-Forwarded-For": address},
        trust_env=False,
        timeout=60,
    )


def test_a_claimed_address_does_not_escape_the_limit(start: Start) -> None:
    """Without a proxy in front, X-Forwarded-For is the guesser's own word: the eleventh try in a minute is refused."""
    stack = start("")
    statuses = [ask(stack, "sign-in", f"203.0.113.{number}").status_code for number in range(12)]
    assert statuses == [401] * 10 + [429] * 2


def test_a_proxy_tells_people_apart_and_what_they_claim_does_not(start: Start) -> None:
    """What a trusted proxy appended counts, what the guesser wrote before it does not."""
    stack = start(LOCAL)
    statuses = [ask(stack, "sign-in", f"203.0.113.{number}, 198.51.100.7").status_code for number in range(11)]
    assert statuses == [401] * 10 + [429]
    assert ask(stack, "sign-in", "203.0.113.0, 198.51.100.8").status_code == 401


def test_an_office_behind_one_address_may_ask_who_is_there(start: Start) -> None:
    """Every page asks it: two hundred in a few seconds, from one address, are not refused."""
    stack = start(LOCAL)
    with httpx.Client(
        base_url=stack.url, headers={"X-Forwarded-For": "198.51.100.9"}, trust_env=False, timeout=60
    ) as office:
        assert {office.get("/api/auth/get-session").status_code for _ in range(200)} == {200}


def test_the_session_cookie_is_for_this_host_over_https_and_for_no_script(start: Start) -> None:
    """HttpOnly, Secure, SameSite=Lax and no Domain; and the page behind the door is found with it."""
    stack = start(LOCAL)
    answer = ask(stack, "sign-up", "198.51.100.7", name="Alice")
    [cookie] = answer.headers.get_list("set-cookie")
    name_and_value, *attributes = cookie.split("; ")
    assert name_and_value.startswith("__Secure-better-auth.session_token=")
    assert {attribute.lower() for attribute in attributes} == {
        "max-age=604800",
        "path=/",
        "httponly",
        "secure",
        "samesite=lax",
    }

    page = httpx.get(f"{stack.url}/tasks", headers={"Cookie": name_and_value}, trust_env=False, timeout=60)
    assert page.status_code == 200
    assert "alice@example.com" in page.text
