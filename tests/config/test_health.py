"""Is it alive; can it serve."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tests.conftest import Api


def test_a_sound_service_is_alive_and_ready(nobody: Api) -> None:
    """Without a credential, and no answer is kept by anybody."""
    for name in ("live", "ready"):
        answer = nobody.get(f"/api/health/{name}")
        assert (answer.status_code, answer.json(), answer["Cache-Control"]) == (200, {"status": "ok"}, "no-store")
    assert nobody.post("/api/health/ready").status_code == 405


def test_without_the_cache_it_is_alive_but_not_ready(nobody: Api, settings: Any) -> None:
    """503 with when to ask again, and no word about what is wrong."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    answer = nobody.get("/api/health/ready")
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert "redis" not in answer.content.decode().lower()
    assert nobody.get("/api/health/live").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_without_the_database_it_is_not_ready_and_then_well_again() -> None:
    """The statement fails; the next question finds the database back."""

    def away(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        return execute("select this is no sql", None, many, context)

    client = Api(None)
    with connection.execute_wrapper(away):
        assert client.get("/api/health/ready").status_code == 503
    assert client.get("/api/health/ready").status_code == 200
