"""CSV that is harmless to open: no cell runs as a formula, none turns the direction of what is read."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from todos.transfer.exporting import safe

# What hides the order of characters from who reads the cell.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


def cell(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula, without controls that turn its direction."""
    return safe(text.translate(_BIDI))


def download(name: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """A file called `name`, which nothing between here and the browser keeps. Texts are made harmless."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    writer = csv.writer(response)
    writer.writerow(columns)
    writer.writerows([cell(value) if isinstance(value, str) else value for value in row] for row in rows)
    return response
