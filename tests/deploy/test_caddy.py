"""The shipped Caddyfile, in the real Caddy, in front of the real service."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from authbridge.testing import bearer
from tests.better_auth.service import ROOT, TodoService
from tests.deploy.proxy import HOST, certificate, free_port

CADDY = shutil.which("caddy")
pytestmark = [
    pytest.mark.anywhere,
    pytest.mark.slow,
    pytest.mark.skipif(CADDY is None, reason="Caddy is the other proxy, and not installed (Debian: apt install caddy)"),
]
SERVICE = "reverse_proxy 127.0.0.1:8000"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """alice, through Caddy; only names, ports and the certificate are other than shipped."""
    directory = tmp_path_factory.mktemp("caddy")
    variables = {"BETTER_AUTH_SECRET": os.environ["BETTER_AUTH_SECRET"], "HTTPS": "1", "TRUSTED_PROXY_COUNT": "1"}
    with TodoService(f"sqlite:///{directory / 'service.sqlite3'}", variables) as service:
        yield from _through_caddy(directory, service.url.removeprefix("http://"))


def _through_caddy(directory: Path, upstream: str) -> Iterator[httpx.Client]:
    port, pem = free_port(), certificate(directory)
    text = (ROOT / "deploy" / "caddy" / "Caddyfile").read_text(encoding="utf-8")
    for old, new in {
        "\tservers {": "\tadmin off\n\tauto_https disable_redirects\n\tservers {",
        "api.example.com {": f"https://{HOST}:{port} {{\n\ttls {pem} {directory / 'key.pem'}",
        SERVICE: f"reverse_proxy {upstream}",
    }.items():
        assert old in text
        text = text.replace(old, new, 1)
    (directory / "Caddyfile").write_text(text, encoding="utf-8")
    command = [str(CADDY), "run", "--adapter", "caddyfile", "--config", str(directory / "Caddyfile")]
    with (directory / "log").open("w") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"HOME": str(directory)})
    try:
        deadline = time.monotonic() + 30
        while running.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        assert running.poll() is None, (directory / "log").read_text()
        context = ssl.create_default_context(cafile=str(pem))
        url = f"https://{HOST}:{port}"
        with httpx.Client(base_url=url, verify=context, trust_env=False, headers=bearer("alice"), timeout=20) as one:
            yield one
    finally:
        running.terminate()
        running.wait(20)


def test_a_task_over_tls(client: httpx.Client) -> None:
    """Made and read back, with the header that keeps browsers on TLS."""
    made = client.post("/api/tasks", json={"title": "Over TLS"})
    assert made.status_code == 201
    assert client.get(made.headers["Location"]).json()["title"] == "Over TLS"
    assert made.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_a_body_that_is_too_large_is_a_problem_document(client: httpx.Client) -> None:
    """Only an import may be larger."""
    large = client.post("/api/tasks", content=b"x" * 1_000_000, headers={"Content-Type": "application/json"})
    imported = client.post("/api/tasks/import", content=b"x" * 1_000_000, headers={"Content-Type": "application/json"})
    assert (large.status_code, large.json()["code"]) == (413, "payload_too_large")
    assert imported.status_code == 400


def test_a_forged_forwarded_address_goes_no_further(client: httpx.Client) -> None:
    """Guessing passwords is bounded by the address that Caddy sees."""
    body = {"email": "nobody@example.com", "password": "wrong-wrong"}
    answers = [
        client.post("/api/auth/login", json=body, headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code
        for n in range(7)
    ]
    assert answers == [401] * 5 + [429] * 2


def test_the_service_away_is_503_in_the_same_form(tmp_path: Path) -> None:
    """With when to come again."""
    for client in _through_caddy(tmp_path, f"127.0.0.1:{free_port()}"):
        answer = client.get("/api/tasks")
        assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, "unavailable", "2")
        assert answer.headers["Content-Type"] == "application/problem+json"
