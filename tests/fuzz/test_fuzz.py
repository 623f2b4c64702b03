"""Requests made up from docs/openapi.yaml, good ones and bad ones, find nothing that it does not allow."""

from __future__ import annotations

import pytest

from tests.better_auth.service import TodoService
from tests.fuzz.running import fuzz


@pytest.mark.slow
def test_no_operation_answers_what_the_schema_does_not_allow(service: TodoService) -> None:
    """No 5xx, no undocumented status or body, no bad request taken, over every operation; `make fuzz` goes on longer."""
    done = fuzz(service, "--max-examples=8", "--max-time=60", "--seed=1", quiet=True)
    assert done.returncode == 0, done.stdout[-6000:] + service.log()[-2000:]
    assert "Tested: " in done.stdout
