"""Killed workers are replaced, however soon one follows the other."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

import httpx
import pytest

from tests.better_auth.service import TodoService
from tests.deploy.test_reload import _workers as workers

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def test_one_place_killed_four_times_in_a_row(start_service: Callable[..., TodoService]) -> None:
    """Each as soon as it is there: granian by itself takes the second for a loop, and ends the service."""
    service = start_service()
    for _ in range(4):
        (worker,) = workers(service)
        os.kill(int(worker), signal.SIGKILL)
        deadline = time.monotonic() + 60
        while workers(service) in (set(), {worker}) and time.monotonic() < deadline:
            time.sleep(0.05)
    with httpx.Client(base_url=service.url, trust_env=False, timeout=60) as client:
        assert client.get("/api/health/live").status_code == 200
