"""Ann has a local account; hashing is quick unless the test is about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core import mail
from pytest_django import Settings

from authbridge.auditlog import recording
from tests.authbridge.accounts.person import Person
from tests.conftest import Api


@pytest.fixture(autouse=True)
def _quick_hashing(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.authbridge.accounts.hashers.QuickHasher"]


@pytest.fixture(autouse=True)
def _full_budget() -> None:
    """The audit log's bound is per minute, not per test."""
    recording.budget.clear()


@pytest.fixture
def standing_clock() -> Iterator[None]:
    """The clock stands at the beginning of an hour: no window of a rate ends while the test counts."""
    with time_machine.travel(1_800_000_000, tick=False):
        yield


@pytest.fixture
def ann(nobody: Api) -> Person:
    """Registered a moment ago."""
    mail.outbox = []
    return Person(nobody)
