"""What the browser is told it may load, and that the pages keep to it."""

import re

import httpx
import pytest

from tests.e2e.stack import Stack

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def test_no_inline_script_without_the_nonce(stack: Stack) -> None:
    answer = httpx.get(f"{stack.url}/sign-in", trust_env=False)
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
    policies = {httpx.get(f"{stack.url}/sign-in", trust_env=False).headers["content-security-policy"] for _ in range(3)}
    assert len(policies) == 3


def test_pages_are_kept_by_no_cache(stack: Stack) -> None:
    assert "no-store" in httpx.get(f"{stack.url}/sign-in", trust_env=False).headers["cache-control"]
    assert httpx.get(f"{stack.url}/api/token", trust_env=False).headers["cache-control"] == "no-store"


def test_a_stranger_is_turned_away_at_the_door(stack: Stack) -> None:
    answer = httpx.get(f"{stack.url}/tasks?show=done", trust_env=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == "/sign-in?next=%2Ftasks%3Fshow%3Ddone"


def test_a_made_up_cookie_shows_nothing(stack: Stack) -> None:
    answer = httpx.get(f"{stack.url}/tasks", cookies={"better-auth.session_token": "made.up"}, trust_env=False)
    assert "One moment" in answer.text
    assert "Add a task" not in answer.text
