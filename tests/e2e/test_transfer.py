"""Out into a file and back in again, by the page's own buttons; and a task that repeats."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Visitor
from tests.e2e.conftest import MakeVisitor, unique_email

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


@pytest.mark.parametrize(
    ("name", "ending", "holds"),
    [("JSON", "json", '"Water the plants"'), ("CSV", "csv", "Water the plants"), ("iCalendar", "ics", "BEGIN:VTODO")],
)
def test_a_file_is_downloaded(name: str, ending: str, holds: str, alice: Visitor, downloads: Path) -> None:
    alice.add("Water the plants #home")
    alice.page.goto("/transfer")
    with alice.page.expect_download() as download:
        alice.page.get_by_role("button", name=f"Download {name}").click()
    assert download.value.suggested_filename.endswith(f".{ending}")
    target = downloads / download.value.suggested_filename
    download.value.save_as(target)
    assert holds in target.read_text()


def test_what_was_exported_is_imported_elsewhere(alice: Visitor, visit: MakeVisitor, downloads: Path) -> None:
    alice.add("Water the plants @tomorrow !high #home")
    alice.page.goto("/transfer")
    with alice.page.expect_download() as download:
        alice.page.get_by_role("button", name="Download JSON").click()
    target = downloads / "tasks.json"
    download.value.save_as(target)

    bob = visit()
    bob.arrive("Bob", unique_email("bob"))
    bob.page.goto("/transfer")
    bob.page.get_by_label("File to import").set_input_files(target)
    bob.page.get_by_role("button", name="Import 1 task").click()
    expect(bob.page.get_by_text("Imported 1 task")).to_be_visible()
    bob.page.goto("/tasks")
    expect(bob.page.locator("[data-task]", has_text="Water the plants")).to_contain_text("#home")


def test_a_file_with_a_fault_changes_nothing_and_names_it(alice: Visitor, downloads: Path) -> None:
    target = downloads / "tasks.json"
    target.write_text(json.dumps([{"title": "Good"}, {"title": ""}]))
    alice.page.goto("/transfer")
    alice.page.get_by_label("File to import").set_input_files(target)
    expect(alice.page.get_by_text("Nothing was imported")).to_be_visible()
    alice.page.goto("/tasks")
    expect(alice.page.get_by_role("heading", name="All clear")).to_be_visible()


def test_a_task_that_repeats_is_followed_by_the_next(alice: Visitor) -> None:
    page = alice.page
    alice.add("Water the plants @today")
    page.get_by_role("button", name="Water the plants", exact=True).click()
    page.get_by_label("Repeats").select_option("DAILY")
    page.get_by_label("Every how many days").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-task]", has_text="Water the plants")).to_contain_text("Every 3 days")

    page.get_by_label("Complete Water the plants").check()
    expect(page.get_by_label("Complete Water the plants").and_(page.locator(":not(:checked)"))).to_have_count(1)
    expect(page.locator("[data-task]", has_text="Water the plants").last).to_be_visible()
    page.reload()
    expect(page.get_by_label("Complete Water the plants")).not_to_be_checked()
    expect(page.locator("[data-task]")).to_have_count(1)
