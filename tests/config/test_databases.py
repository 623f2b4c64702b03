"""URLs as Django settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import databases

pytestmark = pytest.mark.anywhere
LIMITS = {"statement_ms": 5000, "lock_ms": 1000}
BASE = Path("/srv/todo")


def test_sqlite_is_relative_to_the_project_or_absolute() -> None:
    """Three slashes, four slashes, and memory."""
    names = [
        databases.database(address, BASE, **LIMITS)["NAME"]
        for address in ("sqlite:///db.sqlite3", "sqlite:////var/lib/todo.db", "sqlite:///:memory:")
    ]
    assert names == ["/srv/todo/db.sqlite3", "/var/lib/todo.db", ":memory:"]


def test_a_postgresql_url_keeps_what_libpq_knows_and_gains_limits() -> None:
    """Several hosts, a quoted password, options of the operator's own beside ours."""
    made = databases.database(
        "postgresql://todo:p%40ss@one:5432,two:5433/todo?sslmode=require&connect_timeout=9&options=-c%20work_mem%3D8MB",
        BASE,
        **LIMITS,
    )
    assert (made["HOST"], made["PORT"], made["PASSWORD"]) == ("one,two", "5432,5433", "p@ss")
    options = made["OPTIONS"]
    assert (options["sslmode"], options["connect_timeout"], options["keepalives_idle"]) == ("require", "9", 10)
    assert options["options"].startswith("-c work_mem=8MB -c statement_timeout=5000 -c lock_timeout=1000")


@pytest.mark.parametrize("address", ["mysql://x/y", "postgresql://x:y@[/z", "db.sqlite3"])
def test_another_url_is_refused(address: str) -> None:
    """With the forms that it takes, and without repeating what may hold a password."""
    with pytest.raises(ImproperlyConfigured, match="postgresql://user:password@host") as refused:
        databases.database(address, BASE, **LIMITS)
    assert "x/y" not in str(refused.value)


def test_mail_goes_where_its_url_says() -> None:
    """The console, memory, SMTP with STARTTLS, SMTP over TLS."""
    backends = [databases.email(address)["EMAIL_BACKEND"].split(".")[-2] for address in ("console://", "memory://")]
    starttls = databases.email("smtp://me:p%40ss@mail.example.com")
    plain = databases.email("smtp://localhost:25?tls=0")
    tls = databases.email("smtps://mail.example.com")
    assert backends == ["console", "locmem"]
    assert (starttls["EMAIL_PORT"], starttls["EMAIL_USE_TLS"], starttls["EMAIL_HOST_PASSWORD"]) == (587, True, "p@ss")
    assert (plain["EMAIL_PORT"], plain["EMAIL_USE_TLS"]) == (25, False)
    assert (tls["EMAIL_PORT"], tls["EMAIL_USE_SSL"], tls["EMAIL_USE_TLS"]) == (465, True, False)


def test_a_cache_is_local_or_redis() -> None:
    """A Redis that does not answer is given up after a second."""
    assert databases.cache("locmem://", "todo")["LOCATION"] == "todo"
    redis = databases.cache("redis://127.0.0.1/3", "todo")
    assert (redis["KEY_PREFIX"], redis["OPTIONS"]["socket_timeout"]) == ("todo", 1)
