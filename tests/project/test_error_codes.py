"""docs/errors.md names every code that an answer can have, with its status, and none that no answer has.

The codes are collected from the code: from every exception class that becomes an answer, from the answers that
no exception stands behind, and from each place that writes a problem itself.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import get_default_password_validators
from rest_framework import exceptions

import authbridge
import config
import todos
from authbridge.errors import TokenError
from config.errors import STATUS_CODES, WIRE_CODES
from todos.errors import CODES, MEMBER_CODES

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (authbridge, config, todos)
# `config.negotiation` answers whatever is accepted; of the base (and of names with _) only children are raised.
NEVER_RAISED = {exceptions.NotAcceptable, exceptions.APIException}
# Where each function that writes a fault takes its code.
CODE_AT = {"fault": 2, "refuse": 0, "_refuse_query": 0, "_refused": 1, "ValidationError": 1, "ErrorDetail": 1}
# What DRF's own fields find, by their names for it.
OF_DRF = ("required", "blank", "invalid", *MEMBER_CODES)
TOKEN_STATUS = {"forbidden": 403, "unavailable": 503}


def _import_everything() -> None:
    """Classes are known once their modules are imported; these start something when they are."""
    for package in PACKAGES:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not re.search(
                r"\.(migrations|management|asgi|wsgi|serve|develop|tracing|pytest_plugin|ninja)\b", module.name
            ):
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


def _of_members() -> set[str]:
    """Every literal that a fault of a member is written with, and what DRF and Django find by themselves."""
    found = set(OF_DRF) | set(_codes_of_passwords())
    for package in ("todos", "authbridge/accounts"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if not {"support", "staff"} & set(path.relative_to(ROOT).parts):  # pages, whose forms have no codes
                found |= {code for node in ast.walk(ast.parse(path.read_text())) for code in _codes_in(node)}
    return {MEMBER_CODES.get(code, code) for code in found}


def _codes_in(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.Call):
        return
    place = CODE_AT.get(getattr(node.func, "attr", "") or getattr(node.func, "id", ""))
    given = [word.value for word in node.keywords if word.arg == "code"]
    if place is not None:
        for value in [*node.args[place : place + 1], *given]:
            literals = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
            yield from (str(one.value) for one in literals if isinstance(one, ast.Constant))


def _codes_of_passwords() -> Iterator[str]:
    for validator in get_default_password_validators():
        source = inspect.getsource(type(validator))
        yield from re.findall(r"code=\"(\w+)\"", source)


def test_every_code_of_a_member_is_documented_and_none_is_stale() -> None:
    table = (ROOT / "docs/errors.md").read_text().partition("| code in `errors` |")[2]
    told = {code for row in re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE) for code in re.findall(r"`(\w+)`", row)}

    assert _of_members() == told


def test_every_code_is_documented_with_its_status_and_none_is_stale() -> None:
    assert _emitted() == _documented()


def test_the_closed_list_is_what_is_emitted() -> None:
    assert {code for _, code in _emitted()} == CODES
