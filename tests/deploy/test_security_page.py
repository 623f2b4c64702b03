"""docs/security.md names tests and files that exist, and a test for whatever it calls done and tested."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.better_auth.service import ROOT

pytestmark = pytest.mark.anywhere
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")

TEST = re.compile(r"`tests/[\w./-]+`(, `tests/[\w./-]+`)*")


def test_every_threat_has_a_test_that_shows_its_defence() -> None:
    """All but the audit of dependencies, which the gate runs."""
    table = PAGE.partition("| threat |")[2].partition("\n\n")[0]
    shown_by = [line.strip("|").split("|")[2].strip() for line in table.splitlines()[2:]]
    assert len(shown_by) > 12
    assert [cell for cell in shown_by if not TEST.fullmatch(cell)] == ["`requirements.txt`"]


def test_every_file_it_names_exists() -> None:
    named = set(re.findall(r"`((?:tests|config|authbridge|todos|deploy)/[\w./-]+)`", PAGE))
    assert len(named) > 30
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_requirement_has_a_state() -> None:
    rows = [line for line in PAGE.splitlines() if re.match(r"\| \d+\.\d", line)]
    assert len(rows) > 50
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 4, row
        assert cells[1] in {"yes", "part", "no", "n/a"}, row
        assert cells[1] != "yes" or TEST.fullmatch(cells[3]), row


def test_every_chapter_is_there() -> None:
    assert re.findall(r"^### (V\d+)", PAGE, re.MULTILINE) == ["V6", "V7", "V8", "V9", "V10", "V13", "V14", "V15", "V16"]


def numbers_named(page: str) -> set[str]:
    """The requirements that a page names: `6.2.1`, a range `15.4.1–15.4.3`, or a whole section `6.5`."""
    found = set()
    for first, last in re.findall(r"\b(\d+\.\d+(?:\.\d+)?)(?:–(\d+\.\d+(?:\.\d+)?))?", page):
        stem, _, begin = first.rpartition(".")
        end = (last or first).rpartition(".")[2]
        found |= {f"{stem}.{number}" for number in range(int(begin), int(end) + 1)}
    return found


def test_every_requirement_of_levels_1_and_2_is_named() -> None:
    """The published numbers with their levels (OWASP ASVS 5.0.0, CC BY-SA 4.0), of the chapters that the page claims."""
    levels: dict[str, int] = json.loads((Path(__file__).parent / "asvs_levels.json").read_text(encoding="utf-8"))
    assert len(levels) > 150
    named = numbers_named(PAGE.partition("## ASVS 5.0")[2])
    missing = [
        number for number, level in levels.items() if level <= 2 and not {number, number.rpartition(".")[0]} & named
    ]
    assert missing == []


def test_no_requirement_is_named_that_is_not_published() -> None:
    levels = json.loads((Path(__file__).parent / "asvs_levels.json").read_text(encoding="utf-8"))
    rows = [line.split("|")[1] for line in PAGE.splitlines() if re.match(r"\| \d+\.\d", line)]
    made_up = {number for row in rows for number in numbers_named(row) if number.count(".") == 2} - set(levels)
    assert made_up == set()
