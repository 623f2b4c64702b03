"""Twenty clients, one refresh token, a running service: one successor, and no way back in after reuse."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from tests.authbridge.accounts.person import PASSWORD
from tests.better_auth.service import TodoService

PARALLEL = 20


@contextmanager
def rows(url: str) -> Iterator[Callable[[str], list[Any]]]:
    """Ask the service's own database."""
    if url.startswith("sqlite"):
        import sqlite3

        connection: Any = sqlite3.connect(url.removeprefix("sqlite:///"))
    else:
        import psycopg

        connection = psycopg.connect(url, autocommit=True)
    try:
        yield lambda sql: list(connection.execute(sql).fetchall())
    finally:
        connection.close()


def refresh(url: str, token: str) -> httpx.Response:
    """POST /refresh with a connection of its own."""
    return httpx.post(f"{url}/api/auth/refresh", json={"refresh_token": token}, trust_env=False, timeout=30)


@pytest.mark.slow
def test_one_token_twenty_times_at_once_has_one_successor(
    start_service: Callable[..., TodoService], database_url: str
) -> None:
    # One worker: what ends an access token is kept in its memory here; the rows are what is raced for.
    service = start_service(AUTHBRIDGE_REFRESH_GRACE="3", WEB_THREADS="8")
    with service.client() as client, rows(database_url) as query:
        first = client.post("/api/auth/register", json={"email": "ann@example.com", "password": PASSWORD}).json()
        with ThreadPoolExecutor(PARALLEL) as pool:
            answers = list(pool.map(lambda _: refresh(service.url, first["refresh_token"]), range(PARALLEL)))
        assert [answer.status_code for answer in answers] == [200] * PARALLEL
        assert len({answer.json()["refresh_token"] for answer in answers}) == 1
        assert query("SELECT count(*) FROM accounts_refreshtoken") == [(2,)]
        assert query("SELECT count(*) FROM accounts_refreshtoken WHERE used_at IS NULL") == [(1,)]

        newest = refresh(service.url, answers[0].json()["refresh_token"]).json()
        time.sleep(3.2)
        assert refresh(service.url, first["refresh_token"]).status_code == 401
        assert query("SELECT end_reason FROM accounts_refreshfamily WHERE ended_at IS NOT NULL") == [("reuse",)]
        assert refresh(service.url, newest["refresh_token"]).status_code == 401
        bearer = {"Authorization": f"Bearer {newest['access_token']}"}
        assert client.get("/api/tasks", headers=bearer).status_code == 401


@pytest.mark.slow
def test_guesses_at_once_are_counted_across_workers(start_service: Callable[..., TodoService]) -> None:
    service = start_service(WEB_WORKERS="2", AUTHBRIDGE_PASSWORD_HASHES_AT_ONCE="16", WEB_THREADS="8")
    with service.client() as client:
        client.post("/api/auth/register", json={"email": "ann@example.com", "password": PASSWORD})

    def guess(number: int) -> int:
        body = {"email": "ann@example.com", "password": f"guess {number}"}
        return httpx.post(f"{service.url}/api/auth/login", json=body, trust_env=False, timeout=30).status_code

    with ThreadPoolExecutor(PARALLEL) as pool:
        statuses = list(pool.map(guess, range(PARALLEL)))
    assert statuses.count(401) == 5
    assert statuses.count(429) == PARALLEL - 5
