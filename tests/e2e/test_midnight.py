"""A tab that stands open over midnight: the browser's clock is moved, nothing else."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Visitor

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def test_what_was_due_today_is_overdue_a_day_later(alice: Visitor) -> None:
    """Without a change of any task, and without a reload."""
    page = alice.page
    page.clock.install()
    page.reload()
    alice.add("Call mum @today")
    row = page.locator("[data-task]", has_text="Call mum")
    expect(row).to_contain_text("Due: Today")
    page.clock.fast_forward("24:00:00")
    expect(row).to_contain_text("Overdue: Yesterday")
