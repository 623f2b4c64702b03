"""The arithmetic of docs/scaling.md follows from what it assumes, and assumes what the front end does."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.anywhere
ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "scaling.md").read_text()


def _number(pattern: str, text: str = PAGE) -> float:
    found = re.search(pattern, text)
    assert found, pattern
    return float(found[1].replace(",", ""))


def test_it_reckons_with_the_interval_at_which_the_front_end_asks() -> None:
    (source,) = (path for path in (ROOT / "frontend").rglob("use-task-list.ts") if "node_modules" not in path.parts)

    assert _number(r"polls every (\d+) seconds") == _number(r"POLL_SECONDS = (\d+)", source.read_text())


def test_every_row_follows_from_the_assumptions() -> None:
    seconds, lists, writes = (_number(rf"{words} (\d+)") for words in ("polls every", "opens a list", "changes"))
    rows = [
        [int(cell.replace(",", "")) for cell in row]
        for row in re.findall(r"^\| ([\d,]+) " + r"\| ([\d,]+) " * 5 + r"\|", PAGE, re.MULTILINE)
    ]
    assert len(rows) == 5
    for people, there, *told, cores in rows:
        rates = [people / 10 / seconds, people * lists / 10 / 3600, people * writes / 10 / 3600]
        assert there == people / 10
        assert told == [pytest.approx(rate, rel=0.1, abs=1) for rate in rates]
        assert cores == math.ceil(1.25 * sum(rate / each for rate, each in zip(rates, _rates_of_a_core(), strict=True)))


def _rates_of_a_core() -> list[float]:
    return [_number(rf"`?.*{name}/([\d,]+)") for name in ("polls", "lists", "writes")]


def test_the_rates_of_a_core_are_those_that_were_measured() -> None:
    """Rounded, from the table of the benchmarks; a write is the mean of creating and toggling."""
    page = (ROOT / "benchmarks" / "README.md").read_text()
    poll, listed, create, toggle = (
        _number(rf"\| {re.escape(name)} \| \*\*([\d,]+)\*\*", page)
        for name in ("unchanged poll (304)", "list of 50", "create", "toggle")
    )
    assert _rates_of_a_core() == [
        pytest.approx(measured, rel=0.05) for measured in (poll, listed, (create + toggle) / 2)
    ]
