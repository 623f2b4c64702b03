"""The way of four requests in modules passed at run time does not grow; `python -m benchmarks.trace` prints it."""

from __future__ import annotations

import pytest

from benchmarks.trace import record_modules, trace_all

pytestmark = pytest.mark.django_db

# What was measured last; a smaller figure is written here when it is reached.
MOST = {"create": 36, "filtered list": 24, "token verification": 11, "refresh": 18}


def test_no_way_grows_longer() -> None:
    found = trace_all()
    assert {name: len(modules) for name, modules in found.items() if len(modules) > MOST[name]} == {}
    assert "authbridge.tokens.verifier" in found["token verification"], "the token was verified, not remembered"
    assert "todos.tasks.create" in found["create"]


def test_a_module_counts_once_and_only_when_it_runs() -> None:
    from authbridge.tokens.issuer import encode

    with record_modules() as modules:
        encode(b"x")
        encode(b"y")
    assert modules == ["authbridge.tokens.issuer"]
