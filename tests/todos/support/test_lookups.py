"""What can be asked of a list in its address: the lookups that it offers, and no others, for any role.

Each field of each model, of the models it leads to too, is tried with each lookup that Django knows for it.
`pytest -s` prints how many were tried.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.db import connection
from django.db.models import Field, Model
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from authbridge.accounts.models import User
from tests.todos.support.conftest import PASSWORD, ROLES, Staff
from tests.todos.support.site import address, lists, patterns

# By hand, so that a filter that is new is looked at: may everybody who opens the list know this of every row?
OFFERED = {
    "todos.task": {"completed__exact", "completed__isnull", "priority__exact", "priority__isnull", "place", "due"},
    "auditlog.authevent": {"kind", "at__gte", "at__lt"},
    "admin.logentry": {"action_time__gte", "action_time__lt"},
    "accounts.user": {"is_staff__exact", "is_staff__isnull"},
    "otp_totp.totpdevice": {"confirmed__exact", "confirmed__isnull"},
}
PROBE = "zqx17"  # a value that stands nowhere else


def lookups(model: type[Model], path: str = "", depth: int = 1) -> Iterator[str]:
    """Every lookup of every field of `model`, and of what is `depth` relations away."""
    for field in model._meta.get_fields(include_hidden=True):
        name = f"{path}{field.name}"
        yield name
        if isinstance(field, Field):
            yield from (f"{name}__{lookup}" for lookup in field.get_lookups())
            if field.get_internal_type() == "JSONField":
                yield f"{name}__key__startswith"
        if field.is_relation and depth and isinstance(field.related_model, type):
            yield from lookups(field.related_model, f"{name}__", depth - 1)


@pytest.mark.parametrize("role", [*ROLES, "superuser"])
def test_no_list_answers_a_lookup_that_it_does_not_offer(staff: Staff, role: str) -> None:
    staff(role)
    person = User.objects.get(email=f"{role}@example.com")
    closed = [
        (model, lookup)
        for model, page in admin.site._registry.items()
        if page.has_view_permission(_asked(person))
        for lookup in sorted(set(lookups(model)) - OFFERED.get(model._meta.label_lower, set()))
    ]

    leaks = [f"{model._meta.label_lower}?{lookup}" for model, lookup in closed if _is_answered(model, person, lookup)]

    print(f"{role}: {len(closed)} lookups tried, {len(leaks)} leaks")
    assert leaks == []
    assert len(closed) > 900


def _is_answered(model: type[Model], person: User, lookup: str) -> bool:
    try:
        admin.site._registry[model].get_changelist_instance(_asked(person, **{lookup: PROBE}))
    except DisallowedModelAdminLookup:
        return False
    return True


def _asked(person: User, **parameters: str) -> HttpRequest:
    request = RequestFactory().get("/", parameters)
    request.user = person
    return request


@pytest.mark.parametrize("role", [*ROLES, "superuser"])
def test_what_is_offered_is_answered(staff: Staff, role: str) -> None:
    browser = staff(role)
    values = {
        "gte": "2026-01-01 00:00:00+00:00",
        "lt": "2026-02-01 00:00:00+00:00",
        "exact": "1",
        "isnull": "False",
        "place": "list",
    }

    for label, offered in OFFERED.items():
        for lookup in offered:
            asked = {lookup: values.get(lookup.rpartition("__")[2], "logged_in")}
            assert browser.get(lists()[label], asked).status_code in {200, 403}, (label, lookup)


@pytest.mark.parametrize("role", ROLES)
def test_no_page_takes_a_lookup_to_the_database(staff: Staff, task: int, role: str) -> None:
    browser, person = staff(role), User.objects.get(email=f"{role}@example.com")
    device = TOTPDevice.objects.create(user=person, name="phone", confirmed=False)
    objects: dict[str, object] = {
        "todos_task": task, "todos_person": "alice", "accounts_user": person.pk, "otp_totp_totpdevice": device.pk,
    }  # fmt: skip
    fields = {
        f"{field.name}{lookup}": PROBE
        for model in admin.site._registry
        for field in model._meta.get_fields(include_hidden=True)
        for lookup in ("", "__exact", "__startswith", "__regex")
    }
    for name in patterns():
        where = address(name, {**dict.fromkeys(_models(), 1), **objects})
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(where, fields | {"_to_field": "key", "_popup": "1"})
        assert answer.status_code < 500, name
        assert not [query["sql"] for query in queries if PROBE in query["sql"]], name


def _models() -> list[str]:
    return ["auth_user", *(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)]


@pytest.mark.parametrize(("role", "found"), [("support_read", 0), ("support_write", 0), ("admin", 1)])
def test_the_search_box_finds_descriptions_for_those_who_may_read_them(
    staff: Staff, task: int, role: str, found: int
) -> None:
    browser = staff(role)

    assert _listed(browser, "alice private") == found
    assert _listed(browser, "alice MÍLK") == 1
    assert _listed(browser, "alice shop") == 1


def _listed(browser: Client, term: str) -> int:
    return browser.get("/admin/todos/task/", {"q": term}).content.decode().count('class="field-title"')


@pytest.mark.parametrize("lookup", ["key__startswith", "key", "user__password__startswith"])
def test_no_administrator_reads_the_key_of_a_second_factor(staff: Staff, lookup: str) -> None:
    browser = staff("admin")
    root = User.objects.create_superuser("root@example.com", PASSWORD)
    device = TOTPDevice.objects.create(user=root, name="phone", confirmed=True)

    answer = browser.get("/admin/otp_totp/totpdevice/", {lookup: device.key[:1]})

    assert answer.status_code == 400
