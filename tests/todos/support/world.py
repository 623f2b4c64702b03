"""A served desk in a believable world, and members of staff who enter it with a real browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.better_auth.service import TodoService
from tests.e2e.browser import Visitor

ROOT = Path(__file__).resolve().parents[3]
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
THEMES = ("light", "dark")


def manage(database_url: str, *command: str) -> str:
    """What `manage.py` prints, run on the database of a served desk."""
    ran = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=os.environ | {"DATABASE_URL": database_url}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return ran.stdout


def fill(database_url: str) -> dict[str, str]:
    """Run `manage.py demo`. Returns the log-ins it printed: e-mail and password."""
    printed = manage(database_url, "demo", "--people", "24")
    return dict(re.findall(r"^\s+(\S+@\S+)\s+(\S+)$", printed, re.MULTILINE))


def enter(
    browser: Browser, service: TodoService, email: str, password: str, size: str = "desktop", theme: str = "light"
) -> Visitor:
    """A member of staff, logged in through the form."""
    visitor = Visitor(browser, service.url, viewport=SIZES[size], color_scheme=theme)
    visitor.page.goto("/admin/")
    visitor.page.get_by_label("E-mail").fill(email)
    visitor.page.get_by_label("Password").fill(password)
    visitor.page.get_by_role("button", name="Log in").click()
    visitor.page.get_by_role("heading", name="Support desk").wait_for()
    return visitor
