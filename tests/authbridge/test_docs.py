"""The pages about the bridge say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from authbridge import checks
from authbridge.conf_keys import KEYS
from authbridge.explanations import EXPLANATIONS
from authbridge.management.commands.authbridge_fingerprint import NODE

pytestmark = pytest.mark.anywhere

DOCS = Path(__file__).resolve().parents[2] / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_key_is_on_the_page_with_its_kind_and_meaning() -> None:
    rows = {match[1]: match[0] for match in re.finditer(r"^\| `([A-Z_]+)` \|.*$", page("settings.md"), re.MULTILINE)}
    for key in KEYS:
        assert f"| {key.kind} |" in rows[key.name]
        assert key.help in rows[key.name]


def test_every_reason_is_explained_as_the_doctor_explains_it() -> None:
    text = page("troubleshooting.md")
    for reason, explanation in EXPLANATIONS.items():
        assert f"### `{reason}`\n\n{explanation.cause}\n\n{explanation.mend}" in text


def test_every_check_is_on_the_page_and_has_a_number_of_its_own() -> None:
    source = Path(checks.__file__).read_text(encoding="utf-8")
    used = set(re.findall(r'id="(authbridge\.[EW]\d{3})"', source))
    listed = re.findall(r"^\| `(authbridge\.[EW]\d{3})` \|", page("settings.md"), re.MULTILINE)
    assert set(listed) == used
    assert len(listed) == len(set(listed))


def test_nodes_one_line_is_the_commands_own() -> None:
    assert NODE in page("troubleshooting.md")
