"""The pages about the bridge say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from authbridge.conf.settings import KEYS
from authbridge.doctor.reasons import EXPLANATIONS
from authbridge.management.commands.authbridge_fingerprint import NODE

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
# Read by our own tools to talk to each other, never set by an operator.
_BETWEEN_OUR_TOOLS = {"DEMO_TOKEN", "FRONTEND_PORT"}


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_key_is_on_the_page_with_its_kind_and_meaning() -> None:
    rows = {match[1]: match[0] for match in re.finditer(r"^\| `([A-Z_]+)` \|.*$", page("settings.md"), re.MULTILINE)}
    for key in KEYS:
        assert f"| {key.kind} |" in rows[key.name]
        assert key.help in rows[key.name]


def variables_read() -> set[str]:
    """The names that the code asks the readers of `config/env.py` for."""
    sources = "".join(
        path.read_text(encoding="utf-8") for name in ("config", "todos") for path in (ROOT / name).rglob("*.py")
    )
    readers = "flag|number|words|url|text|secret|origin|origins|decimal|is_set"
    return set(re.findall(rf"\benv\.(?:{readers})\(\s*\"([A-Z][A-Z_]+)\"", sources)) - _BETWEEN_OUR_TOOLS


def test_every_variable_that_is_read_is_on_the_page() -> None:
    read, text = variables_read(), page("settings.md")
    assert len(read) > 30
    assert {name for name in read if f"`{name}`" not in text} == set()


def test_every_variable_of_the_example_is_read() -> None:
    given = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    bridge = {f"AUTHBRIDGE_{key.name}" for key in KEYS}
    assert "BETTER_AUTH_SECRET" in given
    assert given - variables_read() - bridge == set()


def test_every_reason_is_explained_as_the_doctor_explains_it() -> None:
    text = page("troubleshooting.md")
    for reason, explanation in EXPLANATIONS.items():
        assert f"### `{reason}`\n\n{explanation.cause}\n\n{explanation.mend}" in text


def ids_given() -> list[str]:
    """The number of every system check of the bridge and its apps, once for each place that gives it."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "authbridge").rglob("*.py"))
    return re.findall(r'id="((?:authbridge|accounts)\.[EW]\d{3})"', sources)


def test_every_check_has_a_number_of_its_own() -> None:
    given = ids_given()
    assert len(given) > 25
    assert sorted(given) == sorted(set(given))


def test_every_check_is_on_the_page() -> None:
    listed = re.findall(r"^\| `(authbridge\.[EW]\d{3})` \|", page("settings.md"), re.MULTILINE)
    assert sorted(listed) == sorted(number for number in ids_given() if number.startswith("authbridge."))


def test_every_check_has_a_test() -> None:
    folders = {"authbridge": ("checks", "directory"), "accounts": ("accounts",)}
    untested = []
    for number in ids_given():
        app, _, short = number.partition(".")
        files = [path for folder in folders[app] for path in (ROOT / "tests" / "authbridge" / folder).rglob("*.py")]
        if not any(short in path.read_text(encoding="utf-8") for path in files):
            untested.append(number)
    assert untested == []


def test_nodes_one_line_is_the_commands_own() -> None:
    assert NODE in page("troubleshooting.md")
