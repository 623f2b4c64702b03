"""The `Link` header of a page (RFC 8288): next, prev, first, last."""

from __future__ import annotations

from django.utils.encoding import escape_uri_path

from todos.query import cursors
from todos.query.list_query import ListQuery
from todos.query.select import Page


def link_header(path: str, query: ListQuery, page: Page) -> str:
    """Links to the pages around `page`. Next and prev go by cursor: they cost the same at any depth."""
    path, same = escape_uri_path(path), query.link_query
    more = f"?{same}&" if same else "?"
    found = []
    if page.has_next and page.lines:
        cursor = cursors.dump(query, page.lines[-1], backward=False)
        found.append(f'<{path}{more}cursor={cursor}>; rel="next"')
    if page.has_prev and page.lines:
        cursor = cursors.dump(query, page.lines[0], backward=True)
        found.append(f'<{path}{more}cursor={cursor}>; rel="prev"')
    first = f"{path}?{same}" if same else path
    last = max(page.total - 1, 0) // query.limit * query.limit
    found.append(f'<{first}>; rel="first"')
    found.append(f'<{path}{more}offset={last}>; rel="last"' if last else f'<{first}>; rel="last"')
    return ", ".join(found)
