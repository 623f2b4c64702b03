"""OpenTelemetry is an extra: nothing of it by default, a plain word where it is missing, real traces where it is there."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec

import pytest

from authbridge.testing import bearer
from tests import real_parts
from tests.better_auth.service import ROOT, TodoService


class Collector(ThreadingHTTPServer):
    """Takes what an OTLP exporter sends, as it stands."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.came = threading.Event()
        super().__init__(("127.0.0.1", 0), _Receiver)


class _Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()
        self.server.came.set()

    def log_message(self, *_: object) -> None:
        """Not on the test's screen."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    """What Jaeger, Tempo or an OpenTelemetry Collector would be."""
    with Collector() as running:
        threading.Thread(target=running.serve_forever).start()
        yield running
        running.shutdown()


def _python(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | variables, capture_output=True, text=True
    )


def test_nothing_of_it_is_imported_by_default() -> None:
    code = "import sys, config.wsgi; print([m for m in sys.modules if 'opentelemetry' in m or m == 'config.tracing'])"
    done = _python(code)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_operator_is_told_what_is_missing() -> None:
    code = "import sys; sys.modules['opentelemetry'] = None; from config import serve; serve.main()"
    done = _python(code, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:4318")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    told = " ".join(done.stderr.split())
    assert "opentelemetry is not installed, so no trace would arrive" in told
    lock = "requirements-otel.txt"
    assert f"pip install --require-hashes -r {lock}" in told
    assert "opentelemetry-sdk==" in (ROOT / lock).read_text(encoding="utf-8")


def test_requests_and_statements_are_traced_without_secrets(
    start_service: Callable[..., TodoService], collector: Collector
) -> None:
    installed = find_spec("opentelemetry") is not None
    real_parts.require("opentelemetry", available=installed, why="not installed (make setup-dev)")
    service = start_service(
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{collector.server_port}", OTEL_BSP_SCHEDULE_DELAY="200"
    )
    token = bearer("alice")["Authorization"].removeprefix("Bearer ")
    with service.client(token) as client:
        assert client.post("/api/tasks", json={"title": "marked-title"}).status_code == 201
        assert client.get("/api/tasks", params={"q": "marked-query"}).status_code == 200
    deadline = threading.Event()
    for _ in range(50):
        if b"api/tasks" in b"".join(collector.bodies):
            break
        deadline.wait(0.1)
    sent = b"".join(collector.bodies)
    assert b"api/tasks" in sent
    assert b"todo" in sent
    if "postgresql" in os.environ["DATABASE_URL"]:
        assert b"INSERT INTO" in sent
    for secret in (token.encode(), b"marked-title", b"marked-query"):
        assert secret not in sent
