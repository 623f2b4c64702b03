"""deploy/nginx/todo.conf run by the real nginx on free ports, with a test certificate."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from tests import real_parts
from tests.better_auth.service import ROOT

CONF = ROOT / "deploy" / "nginx" / "todo.conf"
HOST = "localhost"
_MAIN = """
pid {directory}/nginx.pid;
error_log {directory}/error.log info;
daemon off;
master_process on;
worker_processes 1;
{user}
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    include {directory}/todo.conf;
}}
"""


def nginx() -> str | None:
    """Where nginx is; Debian keeps it out of an ordinary user's path."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def certificate(directory: Path) -> Path:
    """A certificate for localhost and its key, beside each other in `directory`."""
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST},IP:127.0.0.1"]
    files = ["-keyout", str(directory / "key.pem"), "-out", str(directory / "cert.pem")]
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    subprocess.run([*make, *subject, *files], check=True, capture_output=True)
    return directory / "cert.pem"


class Proxy:
    """nginx in front of `upstream` (a URL); `changes` replaces further text of the configuration."""

    def __init__(self, upstream: str, directory: Path, changes: dict[str, str] | None = None) -> None:
        binary = nginx()
        real_parts.require("nginx", available=binary is not None, why="not installed (Debian: apt install nginx-light)")
        self.port, self.plain_port, self.directory = free_port(), free_port(), directory
        self.url = f"https://{HOST}:{self.port}"
        self.certificate = certificate(directory)
        replaced = {
            "127.0.0.1:8000": urlsplit(upstream).netloc,
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen [::]:80;": "",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "listen [::]:443 ssl http2;": "",
            "api.example.com;": f"{HOST};",
            "/etc/letsencrypt/live/api.example.com/fullchain.pem": str(self.certificate),
            "/etc/letsencrypt/live/api.example.com/privkey.pem": str(directory / "key.pem"),
            "/var/log/nginx/todo.log": str(directory / "access.log"),
            **(changes or {}),
        }
        text = CONF.read_text(encoding="utf-8")
        for old, new in replaced.items():
            assert old in text, f"deploy/nginx/todo.conf no longer contains {old!r}"
            text = text.replace(old, new)
        (directory / "todo.conf").write_text(text, encoding="utf-8")
        user = "user root;" if Path("/proc/self").stat().st_uid == 0 else ""
        main = directory / "nginx.conf"
        main.write_text(_MAIN.format(directory=directory, user=user), encoding="utf-8")
        self._process = subprocess.Popen(
            [str(binary), "-c", str(main), "-p", str(directory), "-e", str(directory / "error.log")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    @property
    def pid(self) -> int:
        """nginx's first process; its workers are its children."""
        return self._process.pid

    def _wait(self) -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"nginx did not start: {(self.directory / 'error.log').read_text()[-2000:]}")

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
