"""Every page and every state worth looking at: how to get there. For the accessibility test and for the pictures."""

from collections.abc import Callable

from playwright.sync_api import Page


def _tasks(page: Page) -> None:
    page.goto("/tasks")
    page.locator("[data-task]").first.wait_for()


def _filters(page: Page) -> None:
    _tasks(page)
    page.get_by_role("button", name="Filter and sort").click()
    page.get_by_label("Due").wait_for()


def _edit(page: Page) -> None:
    _tasks(page)
    page.get_by_role("button", name="Call mum", exact=True).click()
    page.get_by_role("dialog").wait_for()


def _conflict(page: Page) -> None:
    _edit(page)
    page.get_by_label("Notes").fill("Ask about the boat, and when she comes")
    # Another client changes the same field in between.
    page.evaluate(
        """async () => {
            const { token } = await (await fetch('/api/token')).json();
            const row = [...document.querySelectorAll('[data-task]')].find((row) => row.textContent.includes('Call mum'));
            const api = performance.getEntriesByType('resource').find((entry) => entry.name.includes('/tasks?')).name;
            await fetch(new URL('/api/tasks/' + row.dataset.task, api), {
                method: 'PATCH',
                headers: { Authorization: 'Bearer ' + token, 'Content-Type': 'application/json' },
                body: JSON.stringify({
                    description: row.textContent.includes('Christmas') ? 'Easter: by train or by boat?' : 'Christmas: here or there?',
                }),
            });
        }"""
    )
    page.get_by_role("button", name="Save").click()
    page.get_by_role("dialog", name="Changed elsewhere").wait_for()
    page.get_by_label("Yours").wait_for()


def _selection(page: Page) -> None:
    _tasks(page)
    page.get_by_role("button", name="Select several tasks").click()
    page.locator("[data-task] input[type=checkbox]").nth(1).check()
    page.locator("[data-task] input[type=checkbox]").nth(2).check()


def _nothing_found(page: Page) -> None:
    page.goto("/tasks?q=submarine")
    page.get_by_role("heading", name="Nothing matches").wait_for()


def _offline(page: Page) -> None:
    _tasks(page)
    page.context.set_offline(True)
    page.get_by_text("You are offline").wait_for()


def _help(page: Page) -> None:
    _tasks(page)
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_role("dialog").wait_for()


def _at(path: str, there: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(path)
        page.locator(there).first.wait_for()

    return go


SIGNED_OUT: dict[str, Callable[[Page], None]] = {
    "sign-in": _at("/sign-in", "form"),
    "sign-up": _at("/sign-up", "form"),
    "not-found": _at("/nowhere", "h1"),
}

# `offline` leaves the context offline.
SIGNED_IN: dict[str, Callable[[Page], None]] = {
    "tasks": _tasks,
    "filters": _filters,
    "edit": _edit,
    "selection": _selection,
    "nothing-found": _nothing_found,
    "stats": _at("/stats", "figure"),
    "trash": _at("/trash", "[data-task]"),
    "transfer": _at("/transfer", "section"),
    "account": _at("/account", "[role=radiogroup]"),
    "help": _help,
    "conflict": _conflict,
    "offline": _offline,
}
