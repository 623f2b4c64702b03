"""Random operations of two people over HTTP, step by step beside a model in plain Python.

After every step the service (`machine/`) and the model (`model/`) must agree: on the answer (its status, its code, the
faults it names, its body, its ETag), on every task of both people, and on revision, counts and history to the last unit.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.todos.machine.beside import QUOTA
from tests.todos.machine.reading import Reading
from tests.todos.machine.writing import Writing


class Machine(Writing, Reading):
    """All the rules."""


def _run(examples: int, steps: int) -> None:
    """The same sequences on every run: a failure is one for whoever looks next, too."""
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


@pytest.fixture(autouse=True)
def short_lists(settings: Any, db: None) -> None:
    """So short that the quota is met."""
    settings.TASKS_PER_USER_MAX = QUOTA


def test_a_few_steps() -> None:
    """What `make test` can afford."""
    _run(examples=6, steps=20)


@pytest.mark.slow
def test_many_steps() -> None:
    """Longer ones, and many more of them."""
    _run(examples=60, steps=50)
