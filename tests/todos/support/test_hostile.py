"""What people write is only text, on every page of the desk that shows it, in a real browser and in its source."""

from __future__ import annotations

import csv
import io

import httpx
import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from authbridge.accounts.models import LoginAttempts, User
from authbridge.accounts.sessions import families
from authbridge.auditlog.models import AuthEvent
from authbridge.testing import bearer
from tests.better_auth.service import TodoService
from tests.conftest import Api
from tests.e2e.browser import Visitor
from tests.todos.support import world
from tests.todos.support.conftest import PASSWORD, Staff
from tests.todos.support.site import lists
from todos.models import Seen
from todos.support.models import Note

MARK = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(2)>"
TURNED = "abc\u202egnp.exe\u2066"
FORMULA = '=HYPERLINK("https://evil.example","x")'
LONG = "w" * 10_000
WRITER = "support.write@demo.example.com"


@pytest.fixture
def written(staff: Staff, nobody: Api) -> list[str]:
    """Everything that a stranger can write, hostile; and the pages that show it."""
    ann = User.objects.create_user("ann@example.com", PASSWORD, name=MARK)
    families.start(ann, address="192.0.2.7", user_agent=MARK)
    AuthEvent.objects.create(at=timezone.now(), kind="login_failed", user_id=ann.pk, reason=MARK[:40], actor=MARK)
    LoginAttempts.objects.create(account=MARK, address="192.0.2.7", failures=9, window_ends_at=timezone.now())
    Seen.objects.create(user_id="walter", email="w@example.com", name=MARK, source="better-auth", at=timezone.now())
    Note.objects.create(user_id="walter", at=timezone.now(), author=MARK, ticket=MARK, text=MARK)
    token = bearer("walter", email="w@example.com", name=MARK)
    task = {"title": f"{MARK}{TURNED}", "description": f"{MARK}{LONG[:-100]}", "tags": [MARK, FORMULA]}
    made = nobody.post("/api/walter/tasks", task, headers=token)
    assert made.status_code == 201, made.content
    number = made.json()["id"]
    staff("support_write").post("/admin/todos/task/", {"action": "complete", "_selected_action": [number]})
    task_pages = [f"/admin/todos/task/{number}/{view}/" for view in ("change", "history")]
    people = [f"/admin/todos/person/{who}/change/" for who in ("walter", ann.pk)]
    account = [f"/admin/accounts/user/{ann.pk}/{view}/" for view in ("change", "history", "delete", "password")]
    events = [f"/admin/auditlog/authevent/{pk}/change/" for pk in AuthEvent.objects.values_list("pk", flat=True)]
    return [
        *lists().values(),
        *task_pages,
        *people,
        *account,
        *events,
        "/admin/todos/task/?q=walter",
        "/admin/find/?q=w",
    ]


def test_nothing_is_markup_on_any_page(written: list[str], staff: Staff) -> None:
    browser, shown = staff("superuser"), 0

    for page in written:
        source = browser.get(page).content.decode()
        assert MARK not in source, page
        shown += "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert shown >= 12  # it is looked for where it is


def test_what_was_searched_for_is_not_markup_either(staff: Staff) -> None:
    browser = staff("superuser")

    for page in (*lists().values(), "/admin/find/"):
        assert MARK not in browser.get(page, {"q": f'{MARK}">{MARK}'}).content.decode(), page


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r=", "\u202e=", "\u200e@"])
def test_exports_run_nothing_and_turn_nothing(staff: Staff, begin: str) -> None:
    text = f"{begin}cmd|' /C calc'!A0"
    AuthEvent.objects.create(at=timezone.now(), kind="login_failed", reason=text, actor=text)
    chosen = {"action": "export", "_selected_action": list(AuthEvent.objects.values_list("pk", flat=True))}

    answer = staff("support_read").post("/admin/auditlog/authevent/", chosen)

    row = next(row for row in csv.DictReader(io.StringIO(answer.content.decode(), newline="")) if row["actor"])
    assert row["actor"].startswith("'")
    assert row["reason"].startswith("'")
    assert not set("\u202e\u200e") & set(answer.content.decode())


@pytest.mark.anywhere
@pytest.mark.slow
def test_a_browser_runs_nothing_and_stays_as_wide_as_it_is(
    browser: Browser, desk: TodoService, passwords: dict[str, str]
) -> None:
    with desk.client() as eve:
        eve.post("/api/auth/register", json={"email": "eve@example.com", "name": IMAGE, "password": PASSWORD})
        login = {"email": "eve@example.com", "password": PASSWORD}
        answer = eve.post("/api/auth/login", json=login, headers={"User-Agent": IMAGE}).raise_for_status().json()
        eve.headers["Authorization"] = f"Bearer {answer['access_token']}"
        pages = _write(eve)
    ran: list[str] = []
    for size, theme in (("desktop", "light"), ("phone", "dark")):
        sam = world.enter(browser, desk, WRITER, passwords[WRITER], size, theme)
        sam.page.on("dialog", lambda dialog: ran.append(dialog.message))
        sam.page.goto("/admin/todos/person/?q=eve@example.com")
        for page in (sam.page.url, *pages):
            sam.page.goto(page)
            assert sam.page.locator("img[src=x], .results script, .desk script").count() == 0, page
            assert _too_wide(sam) <= 0, (size, page)
        assert (ran, sam.complaints) == ([], [])
        sam.close()


def _write(eve: httpx.Client) -> list[str]:
    titles = (f"{IMAGE}{MARK}", TURNED, FORMULA, "w" * 200)
    numbers = []
    for title in titles:
        task = {"title": title, "description": LONG, "tags": [IMAGE, "t" * 50]}
        numbers.append(eve.post("/api/tasks", json=task).raise_for_status().json()["id"])
    eve.delete(f"/api/tasks/{numbers[-1]}").raise_for_status()
    of_tasks = [f"/admin/todos/task/{number}/{view}/" for number in numbers for view in ("change", "history")]
    return [
        "/admin/",
        "/admin/todos/task/?q=eve@example.com",
        "/admin/auditlog/authevent/?q=eve@example.com",
        *of_tasks,
    ]


def _too_wide(visitor: Visitor) -> int:
    found: int = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found
