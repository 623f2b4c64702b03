"""A closing line that says what the suite ran on, and which real parts were missing."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

_NEEDS = re.compile(r"needs ([\w-]+): ")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the tests ran."""
    skipped = terminalreporter.stats.get("skipped", [])
    missing = sorted({match[1] for report in skipped if (match := _NEEDS.search(str(report.longrepr)))})
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    cache = settings.CACHES["default"]["BACKEND"].rpartition(".")[2]
    terminalreporter.write_line(
        f"ran on: {engine}, {cache}"
        + (f"; skipped for want of: {', '.join(missing)} (a failure with CI=true)" if missing else "")
    )
