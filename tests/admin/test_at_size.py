"""With 20,000 tasks a page costs the queries that it costs with one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from authbridge.auditlog.models import AuthEvent
from tests.admin.conftest import Staff
from tests.admin.test_pages import PAGES
from todos.models import Task, TaskList

ROWS, PEOPLE = 20_000, 2_000


@pytest.mark.slow
def test_twenty_thousand_rows_cost_what_one_does(staff: Staff, task: int) -> None:
    browser = staff("admin")
    pages = [page.format(task=task) for page in PAGES]

    def costs() -> dict[str, int]:
        found = {}
        for page in pages:
            browser.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(page).status_code == 200
            found[page] = len(queries)
        return found

    few, moment = costs(), timezone.now()
    pattern = Task.objects.get(id=task)
    names = [field.attname for field in Task._meta.concrete_fields if not field.primary_key]
    like_it = {name: getattr(pattern, name) for name in names}
    Task.objects.bulk_create(
        [Task(**like_it | {"user_id": f"person-{n % PEOPLE}", "title": f"Task {n}"}) for n in range(ROWS)],
        batch_size=1000,
    )
    TaskList.objects.bulk_create([TaskList(user_id=f"person-{n}", total=ROWS // PEOPLE) for n in range(PEOPLE)])
    AuthEvent.objects.bulk_create(
        [AuthEvent(at=moment, kind="logged_in", user_id=f"person-{n % PEOPLE}") for n in range(ROWS)], batch_size=1000
    )

    assert costs() == few
