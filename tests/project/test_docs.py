"""Docs that can fail: links lead somewhere, and the list of codes is the code's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from todos.errors import CODES

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "benchmarks/README.md", ROOT / "authbridge/README.md"]
)
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    missing = [link for link in _LINK.findall(page.read_text()) if not (page.parent / link).exists()]

    assert missing == []


def test_every_code_is_in_the_docs_and_every_code_of_the_docs_exists() -> None:
    told = set(re.findall(r"^\| \d{3} \| `(\w+)`", (ROOT / "docs/errors.md").read_text(), re.MULTILINE))

    assert told == set(CODES)


def test_the_tree_of_the_readme_is_the_tree() -> None:
    named = re.findall(r"^\| `(\w+)/` \|", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert [name for name in named if not (ROOT / name).is_dir()] == []


def test_make_help_lists_every_target_of_the_contract() -> None:
    makefile = (ROOT / "Makefile").read_text()

    for target in ("setup", "run", "dev", "test", "check", "e2e", "bench", "demo", "schema", "help"):
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target


def test_the_pictures_of_the_docs_are_few_small_and_shown() -> None:
    """Every other one is made by `make screenshots`, into a folder that is not kept."""
    pictures = {path for path in (ROOT / "docs").rglob("*") if path.suffix in {".png", ".jpg", ".gif", ".webp"}}
    shown = {(page.parent / link).resolve() for page in PAGES for link in _LINK.findall(page.read_text())}

    assert pictures <= shown
    assert len(pictures) <= 14
    assert sum(path.stat().st_size for path in pictures) < 1_000_000
