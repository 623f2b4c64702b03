"""Pictures of every page of the desk, light and dark, on a desktop and a phone: `python -m tests.todos.support.screenshots`."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests import environment  # the variables of a service under test  # noqa: F401
from tests.better_auth.service import TodoService
from tests.e2e.browser import Visitor, chromium
from tests.todos.support import world

FOLDER = world.ROOT / "screenshots" / "support"
ADMIN = "admin@demo.example.com"


def pages(database: Path) -> dict[str, str]:
    """Each picture's name and address, of the person with the fullest trash."""
    with sqlite3.connect(database) as rows:
        person = rows.execute("SELECT user_id FROM todos_owner ORDER BY trashed DESC, total DESC").fetchone()[0]
        task = rows.execute("SELECT task_id FROM todos_taskevent WHERE kind = 'completed' LIMIT 1").fetchone()[0]
    return {
        "landing": "/admin/",
        "people": "/admin/todos/person/",
        "person": f"/admin/todos/person/{person}/change/",
        "tasks": "/admin/todos/task/",
        "task": f"/admin/todos/task/{task}/change/",
        "history": f"/admin/todos/task/{task}/history/",
        "trail": "/admin/auditlog/authevent/",
        "staff-actions": "/admin/admin/logentry/",
        "locks": "/admin/accounts/loginattempts/",
        "accounts": "/admin/accounts/user/",
        "sessions": "/admin/accounts/refreshfamily/",
    }


def authenticator(page: Page) -> str:
    """The address where a new one is set up; its secret is gone with the database."""
    page.goto("/admin/otp_totp/totpdevice/add/")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("img", name="QR code").wait_for()
    return urlsplit(page.url).path


def picture(page: Page, name: str) -> None:
    """Take it, at most 150 KB: what does not fit is cut."""
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    page.set_viewport_size({"width": width, "height": min(height, 1100 if width < 600 else 700)})
    page.screenshot(path=FOLDER / f"{name}.png")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    print(f"{name}.png" + (f"  {wide}px too wide" if wide > 0 else ""), flush=True)


def main(names: list[str]) -> None:
    """Take the named pictures, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="desk-") as folder, chromium() as browser:
        database = Path(folder) / "desk.sqlite3"
        service = TodoService(f"sqlite:///{database}", {"BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"]})
        try:
            password = world.fill(f"sqlite:///{database}")[ADMIN]
            admin = world.enter(browser, service, ADMIN, password)
            addresses = pages(database) | {"set-up": authenticator(admin.page)}
            cookies = admin.context.cookies()
            for size in world.SIZES:
                for theme in world.THEMES:
                    for name, address in {"login": "/admin/login/", **addresses}.items():
                        if names and name not in names:
                            continue
                        visitor = Visitor(browser, service.url, viewport=world.SIZES[size], color_scheme=theme)
                        if name != "login":
                            visitor.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
                        visitor.page.goto(address)
                        picture(visitor.page, f"{name}-{size}-{theme}")
                        for complaint in visitor.complaints:
                            print("   ", complaint)
                        visitor.close()
        finally:
            service.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
