"""A member of staff is out after a working day, and after an hour without a page, whatever the cookie says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from tests.todos.support.conftest import PASSWORD, Staff

MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def sam(staff: Staff) -> Client:
    """Sam of support, who logs in through the form at eight."""
    staff("support_write").logout()
    with time_machine.travel(MORNING, tick=False):
        return _logged_in(Client())


def _logged_in(browser: Client) -> Client:
    answer = browser.post("/admin/login/", {"username": "support_write@example.com", "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def _works(browser: Client, begin: datetime, end: datetime, every: timedelta) -> None:
    while begin <= end:
        assert _inside(browser, begin), begin
        begin += every


def _inside(browser: Client, moment: datetime) -> bool:
    with time_machine.travel(moment, tick=False):
        return browser.get("/admin/todos/task/").status_code == 200


def test_after_an_hour_without_a_page_it_has_ended(sam: Client) -> None:
    assert _inside(sam, MORNING + 59 * MINUTE)
    assert _inside(sam, MORNING + 117 * MINUTE)

    assert not _inside(sam, MORNING + 179 * MINUTE)
    assert not _inside(sam, MORNING + 179 * MINUTE)
    assert not Session.objects.exists()


def test_after_a_working_day_it_has_ended_however_busy_it_was(sam: Client) -> None:
    _works(sam, MORNING, MORNING + 8 * HOUR - MINUTE, every=20 * MINUTE)

    assert not _inside(sam, MORNING + 8 * HOUR + MINUTE)


def test_a_new_log_in_begins_a_new_day(sam: Client) -> None:
    _works(sam, MORNING, MORNING + 7 * HOUR, every=30 * MINUTE)
    with time_machine.travel(MORNING + 7 * HOUR, tick=False):
        _logged_in(sam)

    _works(sam, MORNING + 7 * HOUR, MORNING + 14 * HOUR, every=30 * MINUTE)


def test_who_was_signed_out_is_told_why_and_comes_back_to_the_page(sam: Client) -> None:
    with time_machine.travel(MORNING + 2 * HOUR, tick=False):
        answer = sam.get("/admin/todos/task/?q=alice", follow=True)

    assert answer.redirect_chain == [("/admin/login/?next=/admin/todos/task/%3Fq%3Dalice", 302)]
    assert "You were signed out" in answer.content.decode()


def test_a_session_is_written_now_and_then_not_with_every_page(sam: Client) -> None:
    assert _inside(sam, MORNING)
    kept = Session.objects.get().session_data

    _works(sam, MORNING, MORNING + MINUTE, every=timedelta(seconds=15))
    assert Session.objects.get().session_data == kept
    assert _inside(sam, MORNING + 10 * MINUTE)
    assert Session.objects.get().session_data != kept


def test_whoever_logs_out_is_out(sam: Client) -> None:
    with time_machine.travel(MORNING + MINUTE, tick=False):
        sam.post("/admin/logout/")

    assert not _inside(sam, MORNING + 2 * MINUTE)
