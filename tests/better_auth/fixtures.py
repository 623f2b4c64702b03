"""The pytest plugin that hands tests a real Better Auth server (loaded by tests/conftest.py).

``better_auth`` is one server for the whole run, ``better_auth_with(...)`` gives one per set of options, also shared by
the run: both for tests that only sign people up and in. ``start_better_auth(...)`` gives a server of the test's own, to
be stopped, restarted under another secret, or given a database.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests import real_parts
from tests.better_auth import node_project
from tests.better_auth.databases import require_postgres, temporary_postgres
from tests.better_auth.server import BetterAuthServer

StartBetterAuth = Callable[..., BetterAuthServer]
"""Called with the arguments of ``BetterAuthServer.start``."""


@pytest.fixture(scope="session")
def node_packages() -> None:
    """Node and the test server's packages; without them the test skips, or fails where CI demands the real parts."""
    try:
        node_project.install()
    except node_project.NodeProjectError as error:
        real_parts.require("node", available=False, why=str(error))


@pytest.fixture(scope="session")
def better_auth_with(node_packages: None) -> Iterator[StartBetterAuth]:
    running: dict[str, BetterAuthServer] = {}

    def shared(**options: Any) -> BetterAuthServer:
        key = repr(sorted(options.items()))
        if key not in running:
            running[key] = BetterAuthServer.start(**options)
        return running[key]

    yield shared
    for server in running.values():
        server.stop()


@pytest.fixture(scope="session")
def better_auth(better_auth_with: StartBetterAuth) -> BetterAuthServer:
    """The customer's set-up: HS256 under BETTER_AUTH_SECRET, no cookie cache, SQLite."""
    return better_auth_with()


@pytest.fixture
def start_better_auth(node_packages: None) -> Iterator[StartBetterAuth]:
    with ExitStack() as servers:
        yield lambda **options: servers.enter_context(BetterAuthServer.start(**options))


@pytest.fixture
def better_auth_postgres() -> Iterator[str]:
    """The URL of an empty PostgreSQL database, for ``start_better_auth(database=...)``."""
    require_postgres()
    with temporary_postgres() as url:
        yield url
