"""What Prometheus reads on the port of its own, added up over the workers."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.better_auth.service import TodoService
from tests.deploy.proxy import free_port
from tests.deploy.test_files import METRICS


def _get(url: str, **headers: str) -> str:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()


def test_rate_errors_duration_refusals_and_the_database(start_service: Callable[..., TodoService]) -> None:
    from authbridge.testing import bearer

    port = free_port()
    service = start_service(WEB_WORKERS="2", METRICS_PORT=str(port))
    for _ in range(10):
        _get(f"{service.url}/api/tasks", **bearer("alice"))
        _get(f"{service.url}/api/tasks", Authorization="Bearer x.y.z")
        _get(f"{service.url}/api/bob/tasks", **bearer("alice"))
        _get(f"{service.url}/scan/{_}")
    told = _get(f"http://127.0.0.1:{port}/metrics")

    def value(pattern: str) -> float:
        found = re.search(rf"^{pattern} (\S+)$", told, re.MULTILINE)
        assert found, f"{pattern} is not in\n{told}"
        return float(found[1])

    count = "http_request_duration_seconds_count"
    assert value(rf'{count}{{method="GET",route="api/tasks",status="200"}}') == 10
    assert value(rf'{count}{{method="GET",route="api/tasks",status="401"}}') == 10
    assert value(rf'{count}{{method="GET",route="unknown",status="404"}}') == 10
    assert value(r'authbridge_refusals_total{reason="not_the_owner"}') == 10
    assert value(r'authbridge_refusals_total{reason="malformed"}') == 10
    assert value("database_up") == 1
    names = {re.sub(r"_(bucket|count|sum)$", "", name) for name in re.findall(r"^(\w+)[{ ]", told, re.MULTILINE)}
    assert names == METRICS - {"up"}
    assert "alice" not in told  # no label grows with people, paths or ids
    assert _get(f"{service.url}/metrics").find("http_request_duration") == -1


def _counts(service: TodoService) -> list[bool]:
    """Of each worker, whether it keeps metrics files open."""
    pid = service._process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return ["/metrics-" in Path(f"/proc/{child}/maps").read_text() for child in children]


@pytest.mark.slow
def test_counting_is_off_unless_asked_for(start_service: Callable[..., TodoService]) -> None:
    for variables, counts in (({}, False), ({"METRICS_PORT": str(free_port())}, True)):
        service = start_service(**variables)
        _get(f"{service.url}/api/health/live")
        assert any(_counts(service)) is counts
