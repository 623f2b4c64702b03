"""pytest fixtures over `authbridge.testing`. A project asks for them in its conftest:

pytest_plugins = ["authbridge.testing.plugin"]
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from authbridge import testing


@pytest.fixture
def mint_token() -> Callable[..., str]:
    """`authbridge.testing.mint`."""
    return testing.mint


@pytest.fixture
def bearer_headers() -> Callable[..., dict[str, str]]:
    """`authbridge.testing.bearer`."""
    return testing.bearer
