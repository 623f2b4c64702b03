"""A body is bounded by what it becomes in memory, not by its length alone."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from config import parsers
from tests.conftest import Api

KIB = 1024
SMALL = 248 * KIB
LARGE = 5 * KIB * KIB - 100
TASKS = "/api/tasks"


def _repeated(unit: bytes, length: int) -> bytes:
    return b"[" + b",".join([unit] * (length // (len(unit) + 1))) + b"]"


@pytest.mark.parametrize("unit", [b"{}", b"[]", b"1", b'{"a":0}', b'""', b"[[[]]]", b'{"\\"":"\\\\"}'])
@pytest.mark.parametrize("path", [TASKS, f"{TASKS}/bulk", f"{TASKS}/import", "/api/auth/login"])
def test_more_values_than_a_route_takes_are_400(alice: Api, path: str, unit: bytes) -> None:
    body = _repeated(unit, LARGE if path.endswith("import") else SMALL)

    answer = alice.post(path, body)

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_json")
    assert "values" in answer.json()["detail"]


@pytest.mark.parametrize("text", ["," * 9_000, "[{" * 4_500, '\\",' * 2_000, '"[' * 3_000])
def test_signs_in_a_string_are_text(alice: Api, text: str) -> None:
    """Tasks whose descriptions are made of commas and brackets go in by create and by import."""
    assert alice.post(TASKS, {"title": "x", "description": text}).status_code == 201
    rows = [{"title": "x", "description": text}] * 100
    assert alice.post(f"{TASKS}/import", json.dumps(rows)).status_code == 200


def test_the_bound_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many values as are taken are read, one more is refused, wherever the windows end."""
    many = [0, {"a": [1, '"'], "b,[": "\\"}, []] * 50  # each of these is eight signs
    body = json.dumps(many).encode()
    signs = sum(1 + len(m) + (1 if "a" in m else 0) if isinstance(m, dict) else isinstance(m, list) for m in many)
    total = 1 + (len(many) - 1) + signs
    for window in (1, 2, 3, 7, 65_536):
        monkeypatch.setattr(parsers, "_WINDOW", window)
        assert parsers.loads(body, total) == many
        with pytest.raises(parsers.MalformedJSON, match="values"):
            parsers.loads(body, total - 1)


@pytest.mark.parametrize("unit", [b'{"a":0}', b'"', b'",', b'""', b'"\\"', b"[", b'{"'])
def test_finding_out_costs_little_memory(unit: bytes) -> None:
    """Whatever 5 MB consist of, refusing them takes no more than a few times their length."""
    body = _repeated(unit, LARGE)
    tracemalloc.start()
    try:
        with pytest.raises(parsers.MalformedJSON):
            parsers.loads(body, 250_000)
        highest = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert highest < 8 * len(body)
