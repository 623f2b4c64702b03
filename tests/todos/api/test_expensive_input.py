"""A request costs the service about as much as its size says: no small body occupies a worker for seconds.

Each of these took 2 to 14 s of a processor before its reader was bounded. What is measured is the
processor time of this thread, which other work on the machine does not lengthen much.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from tests.conftest import Api

TASKS = "/api/tasks"
ALLOWED = 1.0  # seconds
MARKS = "\u0301\u0316" * 40_000  # two classes by turns: the worst order for whoever puts them in order
MIB_4 = 4 * 1024 * 1024


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


BODIES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nested": (f"{TASKS}/import", lambda: b"[" * MIB_4, "malformed_json"),
    "nested-and-closed": (f"{TASKS}/import", lambda: b"[" * (MIB_4 // 2) + b"]" * (MIB_4 // 2), "malformed_json"),
    "brackets": (f"{TASKS}/import", lambda: b"[" + b"][" * (MIB_4 // 2), "malformed_json"),
    "a-repeated-member": (
        f"{TASKS}/import",
        lambda: b"{" + b"".join(b'"%d":1,' % n for n in range(40_000)) + b'"39999":1}',
        "malformed_json",
    ),
    "marks-in-a-title": (TASKS, lambda: _json({"title": f"a{MARKS}"}), "validation_error"),
    "marks-in-a-tag": (TASKS, lambda: _json({"title": "a", "tags": [MARKS]}), "validation_error"),
    "marks-in-an-address": ("/api/auth/login", lambda: _json({"email": MARKS, "password": "x"}), "validation_error"),
    "faults-in-every-row": (
        f"{TASKS}/import",
        lambda: _json([{f"descriptiox_{n}": 1 for n in range(200)}] * 1000),
        "validation_error",
    ),
    "a-wide-table": (
        f"{TASKS}/import",
        lambda: ",".join(f"c{n}" for n in range(5_000)).encode() + b"\nx" * 5_000,
        "validation_error",
    ),
    "a-long-table": (f"{TASKS}/import", lambda: b"title" + b"\nx" * 2_000_000, "validation_error"),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_is_refused_is_refused_cheaply(alice: Api, name: str) -> None:
    """The answer comes within the allowed processor time, and is no longer than a person could read."""
    path, make, code = BODIES[name]
    body, media = make(), "text/csv" if name.endswith("-table") else "application/json"
    started = time.thread_time()

    answer = alice.post(path, body, media)

    spent = time.thread_time() - started
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert spent < ALLOWED, f"{spent:.1f} s"
    assert len(answer.content) < 50_000


def test_an_answer_names_no_more_than_200_faults(alice: Api) -> None:
    """Whoever sent more reads none of them; a pointer escapes what its syntax needs."""
    operation = {"op": "complete_all", **{f"a/~{number}": 1 for number in range(10_000)}}

    errors = alice.post(f"{TASKS}/bulk", {"operations": [operation]}).json()["errors"]

    assert len(errors) == 200
    assert errors[0]["pointer"] == "#/operations/0/a~1~00"


@pytest.mark.parametrize("cell", ["[" * 5_000, "[1" + "]" * 5_000, "[" + "9" * 5_000])
def test_tags_of_a_table_that_are_no_array(alice: Api, cell: str) -> None:
    """Nested beyond what can be read, closed too often, a number too long: a fault of that row, never a 5xx."""
    answer = alice.post(f"{TASKS}/import", f'title,tags\nx,"{cell}"\n'.encode(), "text/csv")

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/tasks/0/tags")


@pytest.mark.parametrize(("depth", "code"), [(32, "validation_error"), (33, "malformed_json")])
@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"a":', "}"), ('{"\\"[{\\\\":', "}")])
def test_how_deep_a_body_may_be(alice: Api, begin: str, end: str, depth: int, code: str) -> None:
    """32 levels, of arrays as of objects; brackets in a string are text, whatever is escaped in it."""
    answer = alice.post(TASKS, (begin * depth + "1" + end * depth).encode())

    assert answer.json()["code"] == code
