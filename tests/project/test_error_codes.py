"""docs/errors.md names every code that an answer can have, with its status, and none that no answer has.

The codes are collected from the code: from every exception class that becomes an answer, from the answers that
no exception stands behind, and from each place that writes a problem itself.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rest_framework import exceptions

import authbridge
import config
import todos
from authbridge.errors import TokenError
from config.errors import STATUS_CODES, WIRE_CODES
from todos.problems import CODES

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (authbridge, config, todos)
# `config.negotiation` answers whatever is accepted; of the base (and of names with _) only children are raised.
NEVER_RAISED = {exceptions.NotAcceptable, exceptions.APIException}
TOKEN_STATUS = {"forbidden": 403, "unavailable": 503}


def _import_everything() -> None:
    """Classes are known once their modules are imported; these start something when they are."""
    for package in PACKAGES:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not re.search(r"\.(migrations|management|asgi|wsgi|serve|develop|tracing|pytest_plugin)\b", module.name):
                importlib.import_module(module.name)


def _family(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _family(child)


def _of_exceptions() -> set[tuple[int, str]]:
    found = set()
    for kind in _family(exceptions.APIException):
        ours = kind.__module__.split(".")[0] in {package.__name__ for package in PACKAGES}
        if (
            kind in NEVER_RAISED
            or kind.__name__.startswith("_")
            or not (ours or kind.__module__ == "rest_framework.exceptions")
        ):
            continue
        code = str(getattr(kind, "code", "") or kind.default_code)  # type: ignore[attr-defined]  # APIExceptions have it
        found.add((kind.status_code, WIRE_CODES.get(code, code)))  # type: ignore[attr-defined]  # the same
    return found


def _written() -> Iterator[tuple[int, str]]:
    """`problem(request, 400, "bad_request", …)` in the source."""
    for path in sorted((ROOT / "config").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "problem" and len(node.args) > 2:
                status, code = node.args[1:3]
                if isinstance(status, ast.Constant) and isinstance(code, ast.Constant):
                    yield int(str(status.value)), str(code.value)


def _emitted() -> set[tuple[int, str]]:
    _import_everything()
    of_tokens = {(TOKEN_STATUS.get(kind.code, 401), kind.code) for kind in _family(TokenError)}  # type: ignore[attr-defined]  # TokenErrors have it
    return _of_exceptions() | of_tokens | set(STATUS_CODES.items()) | set(_written())


def _documented() -> set[tuple[int, str]]:
    rows = re.findall(r"^\| (\d{3}) \| `(\w+)`", (ROOT / "docs/errors.md").read_text(), re.MULTILINE)
    return {(int(status), code) for status, code in rows}


def test_every_code_is_documented_with_its_status_and_none_is_stale() -> None:
    assert _emitted() == _documented()


def test_the_closed_list_is_what_is_emitted() -> None:
    assert {code for _, code in _emitted()} == CODES
