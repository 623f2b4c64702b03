"""The environment of the suite, set before Django reads its settings. Imported first by tests/settings.py.

`TEST_BACKEND=sqlite` (the default) or `postgres` chooses what the suite runs on; `python -m tests` runs both.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

POSTGRES_URL = os.environ.get("TEST_DATABASE_URL") or "postgresql://postgres@127.0.0.1:5432/postgres"
REDIS_URL = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/0"
BACKEND = os.environ.get("TEST_BACKEND", "sqlite")

# Nothing of the developer's shell or .env reaches the tests.
_OURS = ("BETTER_AUTH_", "AUTHBRIDGE_", "DJANGO_", "JWT_", "DATABASE_", "CACHE_", "EMAIL_", "CORS_", "TASKS_")
_OURS_EXACT = ("THROTTLE_RATE", "ALLOWED_HOSTS", "TRUSTED_PROXY_COUNT", "HOST", "PORT", "WEB_WORKERS", "LOG_FORMAT")


def named(url: str, name: str) -> str:
    """The URL of the database `name` on the server of `url`."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def prepare() -> None:
    """Set the variables."""
    for name in [name for name in os.environ if name.startswith(_OURS) or name in _OURS_EXACT]:
        del os.environ[name]
    run = uuid4().hex[:10]
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        DJANGO_SECRET_KEY="test-only-django-key-8Jq3Vn5Zr7Xt1Lw9Kb2Mc4Pd6Fg0",
        BETTER_AUTH_SECRET="test-only-K7v2qXw9Lr4Tz8Nb3Jm6Hs5Pd1Fc",
        BETTER_AUTH_URL="http://localhost:3000",
        JWT_SECRET_KEY="test-only-local-accounts-5Yt8Rw2Qm9Zx4Kc7Vb1Nj",
        ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
        EMAIL_URL="memory://",
        LOG_LEVEL="INFO",
        DATABASE_URL=named(POSTGRES_URL, f"todo_{run}") if BACKEND == "postgres" else "sqlite:///:memory:",
        CACHE_URL=REDIS_URL if BACKEND == "postgres" else "locmem://",
        CACHE_PREFIX=f"test-{run}",
        IGNORE_DOTENV="1",
    )


prepare()
