"""What a worker loads: what its requests need, and the rest when somebody asks for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.anywhere

ROOT = Path(__file__).resolve().parents[2]
# Each is needed by some route, command or setting, and by none that the worker below has been asked for. What Django
# REST framework imports wherever it finds it (requests, yaml, pygments: 4 MB) is not ours to keep out.
HEAVY = (
    "PIL",
    "authbridge.testing.hostile",
    "cryptography",
    "dateutil",
    "drf_spectacular.openapi",
    "drf_spectacular.plumbing",
    "icalendar",
    "jsonschema",
    "jwt",
    "opentelemetry",
    "prometheus_client",
    "qrcode",
    "redis",
    "rest_framework.test",
    "unittest.mock",
)
# One process, from its start to the answers: the list of modules after each step goes to stdout.
WORKER = """
import json, sys
from wsgiref.util import setup_testing_defaults
import config.wsgi
from authbridge.testing import mint
from django.core.management import call_command

def get(path):
    seen = []
    environ = {"PATH_INFO": path, "HTTP_HOST": "localhost", "HTTP_AUTHORIZATION": "Bearer " + mint()}
    setup_testing_defaults(environ)
    response = config.wsgi.application(environ, lambda status, headers: seen.append(status))
    body = b"".join(response)
    response.close()
    return seen[0], body[:60].decode(), [name for name in HEAVY if name in sys.modules]

HEAVY = sys.argv[1:]
imported = [name for name in HEAVY if name in sys.modules]
call_command("migrate", verbosity=0)
print(json.dumps([imported, *map(get, ("/api/alice/tasks", "/api/schema", "/api/docs"))]))
"""


@pytest.fixture(scope="module")
def told() -> list[Any]:
    """What the worker says: what it had loaded at its start, and of each answer the status, the beginning, what was loaded."""
    environ = {
        **os.environ,
        "DATABASE_URL": "sqlite:///:memory:",
        "CACHE_URL": "locmem://",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
    }
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WORKER, *HEAVY],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    lines: list[Any] = json.loads(ended.stdout.splitlines()[-1])
    return lines


def test_a_worker_starts_without_what_no_request_needs(told: list[Any]) -> None:
    """Importing `config.wsgi` loads none of the heavy libraries."""
    assert told[0] == []


def test_a_list_is_answered_without_them(told: list[Any]) -> None:
    """Authentication, the routes and the list load none of them either."""
    status, body, loaded = told[1]
    assert (status, body) == ("200 OK", "[]")
    assert loaded == []


def test_the_schema_and_its_viewer_load_what_they_need(told: list[Any]) -> None:
    """The schema is made on demand."""
    (status, body, loaded), (viewer, page, _) = told[2], told[3]
    assert (status, body.splitlines()[0]) == ("200 OK", "openapi: 3.1.1")
    assert "drf_spectacular.openapi" in loaded
    assert (viewer, page.lstrip()[:15]) == ("200 OK", "<!DOCTYPE html>")
