"""Memory under floods: back after them, and bounded during them, whatever stands in front."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.better_auth.service import TodoService
from tests.hold import doors
from tests.hold.memory import MB, watched
from tests.hold.requests import IMPORT, LOGIN, another_person, flood, request

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]
FLOODS = {
    "800 log-ins of 248 KB": (LOGIN, None, "/api/auth/login", 800),
    "96 imports of 5 MB": (IMPORT, "alice", "/api/tasks/import", 96),
}
PARTS = {"bare": 1, "nginx": 4, "Caddyfile": 4, "compose.Caddyfile": 4}
"""Behind a proxy a quarter of it: without the cut the memory is beyond its bound there as well."""


@pytest.mark.parametrize("name", doors.NAMES)
@pytest.mark.parametrize("kind", FLOODS)
def test_memory_comes_back(start_service: Callable[..., TodoService], tmp_path: Path, name: str, kind: str) -> None:
    """All are 400; at the peak 400 MB more than before at most, afterwards 200 MB."""
    body, sub, path, times = FLOODS[kind]
    service = start_service(WEB_WORKERS="2")
    with doors.door(name, service.url, tmp_path) as door:
        another_person(door, rounds=10)
        with watched(service.pid) as memory:
            statuses = flood(door, request("POST", path, body, sub=sub), times // PARTS[name])
    print(f"{kind}, {name}: {memory}")
    assert set(statuses) == {"400"}, statuses
    assert memory.peak - memory.before < 400 * MB, memory
    assert memory.after - memory.before < 200 * MB, memory
