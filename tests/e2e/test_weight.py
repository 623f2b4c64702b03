"""How much JavaScript the first view of a page loads, as it travels: as `docs/nextjs.md` says. `pytest -rP` prints it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.browser import Visitor

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "nextjs.md"
REPORTED = {path: int(kb) for path, kb in re.findall(r"^\| `(/\w+)` \| (\d+) kB \|$", PAGE.read_text(), re.MULTILINE)}
# React and Next.js alone are about 150 kB.
MOST_KB = 200


def scripts_kb(page: Page) -> float:
    size: float = page.evaluate(
        """() => performance.getEntriesByType('resource')
            .filter((entry) => new URL(entry.name).pathname.endsWith('.js'))
            .reduce((sum, entry) => sum + entry.encodedBodySize, 0) / 1000"""
    )
    return size


@pytest.mark.parametrize("path", ["/tasks", "/stats", "/trash", "/transfer", "/account"])
def test_a_signed_in_page_is_light(path: str, alice: Visitor) -> None:
    page = alice.open_tab()
    page.goto(path, wait_until="networkidle")
    size = scripts_kb(page)
    print(f"first load of {path}: {size:.1f} kB of JavaScript")
    assert 0 < size < MOST_KB
    assert size == pytest.approx(REPORTED[path], rel=0.05)
