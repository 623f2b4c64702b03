"""The cast and the parts: alice owns, bob is a stranger, sam is support staff."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from authbridge.testing import bearer
from tests import environment, openapi, real_parts
from tests.better_auth.databases import postgres_answers, temporary_postgres
from tests.better_auth.service import TodoService

pytest_plugins = ["tests.better_auth.fixtures", "tests.summary"]


class Api(Client):
    """Django's client as one person: a Bearer token on every request, JSON in and out."""

    def __init__(self, sub: str | None, **defaults: Any) -> None:
        super().__init__(raise_request_exception=False, **defaults)
        self.user_id = sub

    def generic(  # type: ignore[override]  # JSON is the usual body here
        self, method: str, path: str, data: Any = "", content_type: str = "application/json", *args: Any, **kwargs: Any
    ) -> Any:
        """As Django's, with JSON as the usual body and a token of this moment: a test may turn the clock."""
        token = bearer(self.user_id) if self.user_id else {}
        kwargs["headers"] = {**token, **(kwargs.get("headers") or {})}
        return super().generic(method, path, data, content_type, *args, **kwargs)

    def post(self, path: str, data: Any = "", content_type: str = "application/json", **kwargs: Any) -> Any:  # type: ignore[override]
        """POST as JSON."""
        return super().post(path, data, content_type, **kwargs)

    def put(self, path: str, data: Any = "", content_type: str = "application/json", **kwargs: Any) -> Any:  # type: ignore[override]
        """PUT as JSON."""
        return super().put(path, data, content_type, **kwargs)

    def patch(self, path: str, data: Any = "", content_type: str = "application/json", **kwargs: Any) -> Any:  # type: ignore[override]
        """PATCH as JSON."""
        return super().patch(path, data, content_type, **kwargs)


@pytest.fixture(scope="session", autouse=True)
def _every_answer_is_documented() -> Iterator[None]:
    """Hold each answer that any of Django's clients gets to docs/openapi.yaml."""
    plain = Client.generic

    def generic(self: Client, method: str, path: str, *args: Any, **kwargs: Any) -> Any:
        response = plain(self, method, path, *args, **kwargs)
        openapi.check(method, path, response)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "generic", generic)
        yield


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    """No rate, revocation or key set of one test is seen by the next."""
    yield
    cache.clear() if environment.BACKEND == "sqlite" else _clear_redis()


def _clear_redis() -> None:
    """Delete this run's keys; `cache.clear()` would flush the whole server."""
    client = cache._cache.get_client(None, write=True)  # type: ignore[attr-defined]
    keys = list(client.scan_iter(f"{cache.key_prefix}:*", count=1000))
    if keys:
        client.delete(*keys)


@pytest.fixture
def alice(db: None) -> Api:
    """The owner."""
    return Api("alice")


@pytest.fixture
def bob(db: None) -> Api:
    """A stranger."""
    return Api("bob")


@pytest.fixture
def nobody(db: None) -> Api:
    """A client without a token."""
    return Api(None)


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database of the backend that the suite runs on, for a service of the test's own."""
    if environment.BACKEND == "sqlite":
        yield f"sqlite:///{tmp_path / 'service.sqlite3'}"
        return
    real_parts.require("postgres", available=postgres_answers(), why="no PostgreSQL answers at TEST_DATABASE_URL")
    with temporary_postgres() as url:
        yield url


@pytest.fixture
def start_service(database_url: str) -> Iterator[Callable[..., TodoService]]:
    """Start the real service in a process of its own: `start_service(WEB_WORKERS="2")`."""
    running: list[TodoService] = []

    def start(**variables: str) -> TodoService:
        import os

        secret = {"BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"]}
        running.append(TodoService(variables.pop("DATABASE_URL", database_url), secret | variables))
        return running[-1]

    yield start
    for service in running:
        service.stop()


@pytest.fixture
def service(start_service: Callable[..., TodoService]) -> TodoService:
    """The running service."""
    return start_service()
