"""Twenty clients that mean harm beside four that do not: the four are served."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from tests.better_auth.service import TodoService
from tests.chaos import hostile
from tests.deploy.proxy import Proxy

pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


def test_four_good_clients_among_twenty_hostile_ones(tmp_path: Path) -> None:
    """Every good request is answered 200, and no hostile one by more than a refusal.

    How long the good ones wait depends on the machine: `python -m tests.chaos.measure_hostile` tells.
    """
    variables = {"BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"], "HTTPS": "1", "TRUSTED_PROXY_COUNT": "1"}
    with (
        TodoService(f"sqlite:///{tmp_path / 'service.sqlite3'}", variables) as service,
        Proxy(service.url, tmp_path) as proxy,
    ):
        seen = hostile.run(service, proxy, 6, hostile.ATTACKS * 4)
    print(f"{seen.good.total()} good answers, p50 {seen.waited(0.5):.3f} s, p99 {seen.waited(0.99):.3f} s")
    assert set(seen.good) == {200}
    assert seen.good[200] > 40
    assert {("oversized", 413), ("nested", 400), ("forged", 401), ("slow_head", 400)} <= set(seen.hostile)
    statuses = Counter(json.loads(line)["status"] for line in (tmp_path / "access.log").read_text().splitlines())
    assert not [status for status in statuses if status >= 500], statuses
