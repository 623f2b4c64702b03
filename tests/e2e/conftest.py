"""One stack for all walks, one browser for each file, and the cast with a browser each."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from tests import environment, real_parts
from tests.better_auth.databases import temporary_postgres
from tests.e2e import front_end
from tests.e2e.browser import CHROMIUM, Visitor, chromium
from tests.e2e.stack import ROOT, Stack

MakeVisitor = Callable[..., Visitor]
TOKEN_SECONDS = 4  # that an API token of `short_lived` lives


@pytest.fixture(scope="session")
def database() -> Iterator[str | None]:
    """The URL of a migrated database of the backend that the suite runs on; None for an embedded one."""
    if environment.BACKEND != "postgres":
        yield None
        return
    with temporary_postgres() as url:
        migrate(url)
        yield url


def migrate(url: str) -> None:
    """Migrates the service's database at `url`, as an operator does."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, check=True)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, database: str | None) -> Iterator[Stack]:
    """Service and front end, with the default settings."""
    missing = front_end.problem()
    real_parts.require("node", missing is None, missing or "")
    with Stack(tmp_path_factory.mktemp("stack"), database_url=database) as running:
        yield running


@pytest.fixture(scope="module")
def short_lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack whose API tokens live for four seconds, with no allowance for clocks."""
    missing = front_end.problem()
    real_parts.require("node", missing is None, missing or "")
    short = {"API_TOKEN_SECONDS": str(TOKEN_SECONDS)}
    with Stack(tmp_path_factory.mktemp("short-lived"), service={"AUTHBRIDGE_LEEWAY": "0"}, front=short) as running:
        yield running


# Not longer: Playwright's loop, while it runs, keeps Django's database layer from being used in the same thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    real_parts.require("browser", CHROMIUM.exists(), f"{CHROMIUM} is missing; install Debian's chromium")
    with chromium() as running:
        yield running


@pytest.fixture
def visit(stack: Stack, browser: Browser) -> Iterator[MakeVisitor]:
    """Makes people with browsers of their own. At the end, no page may have complained of anything."""
    visitors: list[Visitor] = []

    def make(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, stack.url, **options))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


@pytest.fixture
def alice(visit: MakeVisitor) -> Visitor:
    """With an account, at her tasks."""
    visitor = visit()
    visitor.arrive("Alice", unique_email("alice"))
    return visitor


def unique_email(name: str) -> str:
    """An address that nobody has signed up with."""
    return f"{name}-{uuid4().hex[:10]}@example.com"


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    """Where a test keeps files that it was given."""
    return tmp_path
