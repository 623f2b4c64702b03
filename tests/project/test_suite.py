"""The suite runs on what it says it runs on."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from tests import environment


def test_the_backend_is_the_one_that_was_asked_for() -> None:
    """PostgreSQL with Redis, or SQLite with the local cache."""
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[environment.BACKEND]
    expected = {"sqlite": "LocMemCache", "postgres": "RedisCache"}[environment.BACKEND]
    assert settings.CACHES["default"]["BACKEND"].endswith(expected)


def test_settings_were_read_from_the_environment_of_this_very_process() -> None:
    """A worker that had inherited them would share its cache with another, and each would clear the other's."""
    cached = settings.CACHES["default"]
    assert os.environ["CACHE_PREFIX"] in (cache.key_prefix, cached.get("LOCATION"))
    assert os.environ["DJANGO_SETTINGS_MODULE"] == "config.settings"
