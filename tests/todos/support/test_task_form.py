"""The form of a task: the rules of the API over one member and over several, and nothing ends or is lost in silence."""

from __future__ import annotations

import random
from itertools import product

import pytest
from django.test import Client

from tests.conftest import Api
from tests.todos.support.conftest import Staff
from todos.models import Task
from todos.support.tasks.forms import STALE

FORM = {"title": "Buy milk", "priority": "0", "tags": "shop", "due_date": "", "due_time": ""}


def _page(task: int) -> str:
    return f"/admin/todos/task/{task}/change/"


def _open(browser: Client, task: int) -> dict[str, str]:
    """What a browser would send back of the page as it opened."""
    form = browser.get(_page(task)).context["adminform"].form
    sent = {}
    for bound in form:
        value = bound.value()
        if value is not False:
            sent[bound.html_name] = "on" if value is True else "" if value is None else str(value)
    return sent


@pytest.fixture
def weekly(alice: Api) -> int:
    """A task of alice's that repeats."""
    made = alice.post(
        "/api/alice/tasks", {"title": "Water", "due_date": "2026-12-01", "recurrence": "FREQ=WEEKLY;BYDAY=TU"}
    )
    number: int = made.json()["id"]
    return number


def test_a_due_time_without_a_date_is_an_error_of_its_field(sam: Client, task: int) -> None:
    answer = sam.post(_page(task), _open(sam, task) | {"due_time": "08:00"})

    assert answer.status_code == 200
    assert "due_time" in answer.context["adminform"].form.errors
    assert Task.objects.get(pk=task).version == 1


VALUES = {
    "title": ("", " ", "x", "\0", "x" * 201, "a\nb"),
    "completed": (None, "on"),
    "priority": ("0", "3", "4", "-1", "high", ""),
    "due_date": ("", "2026-12-01", "0001-01-01", "9999-12-31", "tomorrow"),
    "due_time": ("", "08:00", "24:00", "08:00:59"),
    "tags": ("", "a,b", "a,A", "t" * 51, ",".join(map(str, range(60))), "\0"),
    "end_repetition": (None, "on"),
    "seen": ("0", "1", "", "x", "99999999999999999999"),
}


@pytest.mark.parametrize("role", ["support_read", "admin"])
def test_no_form_that_is_made_up_is_a_fault_of_ours(staff: Staff, task: int, weekly: int, role: str) -> None:
    browser, dice = staff(role), random.Random(2026)
    few = list(product(("", "2026-12-01"), ("", "08:00"), (None, "on")))
    made = [dict(zip(("due_date", "due_time", "end_repetition"), values, strict=True)) for values in few]
    made += [{name: dice.choice(values) for name, values in VALUES.items()} for _ in range(24)]
    for number, fields in product((task, weekly), made):
        opened = _open(browser, number) if role != "support_read" else {}
        sent = {name: value for name, value in (opened | fields).items() if value is not None}
        assert browser.post(_page(number), sent).status_code in {200, 302, 403}, sent


def test_a_repetition_is_shown_and_does_not_end_unasked(sam: Client, weekly: int, alice: Api) -> None:
    opened = _open(sam, weekly)
    assert "every week on TU; counted from the due date" in sam.get(_page(weekly)).content.decode()

    refused = sam.post(_page(weekly), opened | {"due_date": ""})
    assert "the repetition ends" in str(refused.context["adminform"].form.errors["due_date"])
    assert Task.objects.get(pk=weekly).recurrence == "FREQ=WEEKLY;BYDAY=TU"

    assert sam.post(_page(weekly), opened | {"due_date": "", "end_repetition": "on"}).status_code == 302
    assert Task.objects.get(pk=weekly).recurrence is None
    assert "the repetition has ended" in sam.get(f"/admin/todos/task/{weekly}/history/").content.decode()


def test_a_stale_save_shows_what_changed_and_loses_nothing(sam: Client, task: int, alice: Api) -> None:
    opened = _open(sam, task)
    alice.patch(f"/api/alice/tasks/{task}", {"title": "Buy oat milk", "description": "still private"})

    refused = sam.post(_page(task), opened | {"priority": "3"})

    shown, form = refused.content.decode(), refused.context["adminform"].form
    assert STALE in shown
    assert "the owner: updated (title: Buy milk → Buy oat milk; description)" in shown
    assert "still private" not in shown
    assert Task.objects.get(pk=task).version == 2
    again = {bound.html_name: bound.value() or "" for bound in form}
    assert (again["title"], again["priority"]) == ("Buy oat milk", "3")
    assert sam.post(_page(task), again).status_code == 302
    found = Task.objects.get(pk=task)
    assert (found.title, found.priority, found.version) == ("Buy oat milk", 3, 3)


def test_who_may_only_look_sees_the_repetition_too(staff: Staff, weekly: int) -> None:
    shown = staff("support_read").get(_page(weekly)).content.decode()

    assert "every week on TU" in shown
    assert "end_repetition" not in shown
