"""Tasks created and completed per day, as SVG made on the server: no script, readable without colour."""

from __future__ import annotations

from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, BASE = 720, 180, 150
SLOT = WIDTH / 14


def bars(days: list[tuple[date, int, int]]) -> SafeString:
    """The plot; each bar says its day and figure when it is pointed at, and to a screen reader."""
    most = max([1, *(max(created, completed) for _, created, completed in days)])
    drawn = format_html_join(
        "",
        '<g><rect class="bar-created" x="{}" y="{}" width="16" height="{}"><title>{}: {} created</title></rect>'
        '<rect class="bar-completed" x="{}" y="{}" width="16" height="{}"><title>{}: {} completed</title></rect>'
        '<text x="{}" y="168" text-anchor="middle">{}</text></g>',
        (_bar(index, day, created, completed, most) for index, (day, created, completed) in enumerate(days)),
    )
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="Tasks created and completed per day, the last 14 days">'
        '<line x1="0" y1="{}" x2="{}" y2="{}"/><text x="0" y="10">{}</text>{}</svg>',
        WIDTH, HEIGHT, BASE, WIDTH, BASE, f"{most:,}", drawn,
    )  # fmt: skip


def _bar(index: int, day: date, created: int, completed: int, most: int) -> tuple[object, ...]:
    left = index * SLOT + 8
    high = [max(1 if count else 0, round(count / most * (BASE - 16))) for count in (created, completed)]
    return (
        round(left), BASE - high[0], high[0], day.isoformat(), created,
        round(left + 18), BASE - high[1], high[1], day.isoformat(), completed,
        round(left + 17), f"{day:%d %b}" if index % 2 == 1 else "",
    )  # fmt: skip
