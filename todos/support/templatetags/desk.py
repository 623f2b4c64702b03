"""What the desk's pages are written with."""

from __future__ import annotations

from datetime import UTC, datetime

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def moment(at: datetime | None) -> str:
    """A time in UTC, to the minute, which the page's script shows in the reader's zone; a dash for none."""
    if at is None:
        return "–"
    utc = at.astimezone(UTC)
    return format_html('<time datetime="{}">{} UTC</time>', f"{utc:%Y-%m-%dT%H:%M:%SZ}", f"{utc:%Y-%m-%d %H:%M}")
