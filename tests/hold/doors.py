"""The ways to the service: bare, through the shipped nginx configuration, through both shipped Caddyfiles."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests import real_parts
from tests.better_auth.service import ROOT
from tests.deploy.proxy import HOST, Proxy, certificate, free_port

NAMES = ("bare", "nginx", "Caddyfile", "compose.Caddyfile")
_REPLACED = {
    "Caddyfile": {"\tservers {": "\tadmin off\n\tauto_https disable_redirects\n\tservers {"},
    "compose.Caddyfile": {
        "\tservers {": "\tadmin off\n\tauto_https disable_redirects\n\tservers {",
        "app.example.com {": "http://127.0.0.1:{other} {{",
    },
}
_UPSTREAM = {"Caddyfile": "127.0.0.1:8000", "compose.Caddyfile": "service:8000"}


@dataclass(frozen=True)
class Door:
    """Where clients connect to; `trust` is the certificate of the proxy, where there is one."""

    name: str
    port: int
    trust: Path | None = None

    def connect(self, timeout: float = 60) -> socket.socket:
        """A connection of its own, in TLS where the proxy has it."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout)
        if self.trust is None:
            return plain
        return ssl.create_default_context(cafile=str(self.trust)).wrap_socket(plain, server_hostname=HOST)


@contextmanager
def door(name: str, url: str, directory: Path) -> Iterator[Door]:
    """The door of that name to the service at `url`. Skips the test where the proxy is not installed."""
    if name == "bare":
        yield Door(name, urlsplit(url).port or 0)
    elif name == "nginx":
        # One address is all clients here, so its bounds would be the only thing measured.
        changes = {"rate=50r/s": "rate=100000r/s", "limit_conn todo_at_once 64;": "limit_conn todo_at_once 1000;"}
        with Proxy(url, directory, changes) as proxy:
            yield Door(name, proxy.port, proxy.certificate)
    else:
        with _caddy(name, urlsplit(url).netloc, directory) as found:
            yield found


@contextmanager
def _caddy(name: str, upstream: str, directory: Path) -> Iterator[Door]:
    binary = shutil.which("caddy")
    real_parts.require("caddy", available=binary is not None, why="not installed (Debian: apt install caddy)")
    port, trust = free_port(), certificate(directory)
    text = (ROOT / "deploy" / "caddy" / name).read_text(encoding="utf-8")
    replaced = {
        **{old: new.format(other=free_port()) if "{other}" in new else new for old, new in _REPLACED[name].items()},
        "api.example.com {": f"https://{HOST}:{port} {{\n\ttls {trust} {directory / 'key.pem'}",
        _UPSTREAM[name]: upstream,
    }
    for old, new in replaced.items():
        assert old in text, f"deploy/caddy/{name} no longer contains {old!r}"
        text = text.replace(old, new)
    (directory / "Caddyfile").write_text(text, encoding="utf-8")
    command = [str(binary), "run", "--adapter", "caddyfile", "--config", str(directory / "Caddyfile")]
    with (directory / "caddy.log").open("w") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"HOME": str(directory)})
    try:
        found = Door(name, port, trust)
        _wait(found, running, directory / "caddy.log")
        yield found
    finally:
        running.terminate()
        running.wait(20)


def _wait(found: Door, running: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while running.poll() is None and time.monotonic() < deadline:
        try:
            found.connect(1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"Caddy did not start: {log.read_text()[-2000:]}")
