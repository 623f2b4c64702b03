"""What the tests need beside Python: PostgreSQL, Redis, Node, a browser. Without one of them its tests skip and say so."""

import os

import pytest


def demanded() -> bool:
    """Whether a missing part is a failure: ``CI=true``."""
    return os.environ.get("CI", "").lower() == "true"


def require(part: str, available: bool, why: str) -> None:
    """Lets the test go on when the part is there; otherwise skips it, or fails it where CI demands every part.

    Args:
        part: its name in the summary, such as ``node``.
        available: whether it answered.
        why: what is missing and how to get it.
    """
    if available:
        return
    message = f"needs {part}: {why}"
    if demanded():
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
