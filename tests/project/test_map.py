"""The map is the land: what README, CONTRIBUTING and docs/architecture.md say of the tree is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parents[2]
MAPS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "authbridge/README.md")
PRODUCT = ("config", "authbridge", "todos", "tests", "frontend", "benchmarks", "deploy", "docs")
_CODE = re.compile(r"`([^`\s]+)`")
_FILE = re.compile(r"[a-z_]+\.py\Z")


def _named(page: str) -> list[str]:
    """Everything that a page has in back ticks outside its blocks of code."""
    text = re.sub(r"^```.*?^```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return _CODE.findall(text)


@pytest.mark.parametrize("page", MAPS)
def test_every_path_that_a_page_names_is_there(page: str) -> None:
    paths = [name for name in _named(page) if name.partition("/")[0] in PRODUCT and "/" in name]

    assert [path for path in paths if not re.search(r"[<*…]", path) and not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", MAPS)
def test_every_file_that_a_page_names_alone_is_somewhere(page: str) -> None:
    """`utils.py` and its like are named as what is not there."""
    absent = {"utils.py", "helpers.py"}
    files = {
        path.name for folder in PRODUCT for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts
    }

    assert [name for name in _named(page) if _FILE.match(name) and name not in files | absent] == []


def test_the_rooms_of_the_product_are_its_folders() -> None:
    rows = re.findall(
        r"^\| `todos/(\w+)/` \|", (ROOT / "docs/architecture.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert sorted(rows) == sorted(path.parent.name for path in (ROOT / "todos").glob("*/__init__.py"))


def test_the_rooms_are_named_from_the_top_down_as_the_contract_has_them() -> None:
    """import-linter's layers of `todos` in pyproject.toml; what stands beside each other may stand in any order."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contract = text[text.index("Inside todos, downward only") :]
    layers = [line.split(" : ") for line in re.findall(r'^    "(.*)",$', contract, re.MULTILINE)]
    floor = {room: number for number, rooms in enumerate(layers) for room in rooms}
    rows = re.findall(
        r"^\| `todos/(\w+)/` \|", (ROOT / "docs/architecture.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert [floor[room] for room in rows] == sorted(floor[room] for room in rows)


def test_the_tree_of_the_readme_has_every_folder_of_the_product() -> None:
    named = re.findall(r"^\| `(\w+)/` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(named) == sorted(PRODUCT)


def test_tests_have_the_rooms_of_the_product() -> None:
    """Every room with a behaviour of its own has a folder of tests by its name."""
    without = {"management", "migrations", "models"}
    rooms = {path.parent.name for path in (ROOT / "todos").glob("*/__init__.py")} - without

    assert sorted(rooms - {path.parent.name for path in (ROOT / "tests/todos").glob("*/__init__.py")}) == []
