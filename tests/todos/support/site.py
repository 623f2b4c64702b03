"""What the admin serves, asked of the admin itself: a page, filter, order or action that is new cannot be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import result_headers
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

# What is searched for in each list, and what is not found. Every list that can be searched has an entry.
SEARCHES = {
    "todos.task": ("77", "person-7", "person-7 task", "person-7@example.com x task", "nobody"),
    "todos.person": ("person-7", "nobody@example.com", "nobody"),
    "auditlog.authevent": ("person-7", "person-7@example.com", "198.51.100.7", "nobody", "192.0.2.1"),
    "admin.logentry": ("person-7", "person-7@example.com", "nobody"),
    "accounts.user": ("person-7", "PERSON-7@", "nobody"),
    "accounts.refreshfamily": ("person-7", "person-7@example.com", "nobody"),
    "accounts.loginattempts": ("person-7@example.com", "198.51.100.7", "nobody"),
    "otp_totp.totpdevice": ("nobody",),
    "auth.group": ("admin",),
}
# What an address needs besides the id of an object.
_GIVEN = {"app_label": "todos", "content_type_id": 1}
_OBJECT = ("object_id", "user_id", "id", "pk")


def patterns() -> dict[str, URLPattern]:
    """Every view of the admin by its name."""
    return {str(pattern.name): pattern for pattern in _flat(admin.site.get_urls()) if pattern.name}


def _flat(found: list[Any]) -> Iterator[URLPattern]:
    for pattern in found:
        if isinstance(pattern, URLResolver):
            yield from _flat(pattern.url_patterns)
        else:
            yield pattern


def address(name: str, objects: dict[str, object]) -> str:
    """Where the view of that name is; `objects` holds an id for each model, such as `todos_task`."""
    pattern = patterns()[name].pattern
    wanted = [*pattern.converters, *pattern.regex.groupindex]
    about = next((key for model, key in objects.items() if name.startswith(model)), None)
    given = {key: about if key in _OBJECT and about is not None else _GIVEN.get(key) for key in wanted}
    return reverse(f"admin:{name}", kwargs=given)


def lists() -> dict[str, str]:
    """The address of the list of each model."""
    return {
        model._meta.label_lower: reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    }


def ways_to_list(browser: Client) -> dict[str, str]:
    """Every list as it opens, by each choice of each filter, in each order, searched, and at its last page.

    Addresses by what stays the same when the lists grow.
    """
    found: dict[str, str] = {}
    for label, where in lists().items():
        cl = browser.get(where).context["cl"]
        assert bool(cl.search_fields) is (label in SEARCHES), label
        asked: set[str] = {"", *(f"?q={term}" for term in SEARCHES.get(label, ()))}
        asked |= {str(choice["query_string"]) for spec in cl.filter_specs for choice in spec.choices(cl)} - {"?"}
        asked |= {str(header["url_primary"]) for header in result_headers(cl) if header["sortable"]}
        found |= {f"{where}{query}": f"{where}{query}" for query in sorted(asked)}
        found[f"{where}?p=last"] = f"{where}?p={cl.paginator.num_pages}"
    return found
