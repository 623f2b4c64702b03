"""A real HTTP server for key sets: it can be told to answer badly, slowly or not at all."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwt.algorithms import get_default_algorithms

from authbridge.tokens.issuer import sign
from authbridge.tokens.keys import Key


def private_key(algorithm: str) -> Any:
    if algorithm == "EdDSA":
        return ed25519.Ed25519PrivateKey.generate()
    if algorithm.startswith("ES"):
        return ec.generate_private_key(ec.SECP256R1() if algorithm == "ES256" else ec.SECP521R1())
    return rsa.generate_private_key(65537, 2048)


class Signer:
    """One key pair: its JWK, and tokens under it."""

    def __init__(self, kid: str = "one", algorithm: str = "EdDSA", private: Any = None) -> None:
        self.kid, self.algorithm = kid, algorithm
        self.private = private or private_key(algorithm)

    def jwk(self, **changes: Any) -> dict[str, Any]:
        engine = get_default_algorithms()[self.algorithm]
        made = json.loads(engine.to_jwk(self.private.public_key()))
        made.pop("key_ops", None)
        return {**made, "kid": self.kid, "alg": self.algorithm, **changes}

    def token(self, **claims: Any) -> str:
        now = int(time.time())
        origin = "http://localhost:3000"
        payload = {"sub": "alice", "iat": now, "exp": now + 600, "iss": origin, "aud": origin} | claims
        header = {"alg": self.algorithm, "kid": self.kid}
        return sign(header, {name: value for name, value in payload.items() if value is not ...}, self.key())

    def key(self) -> Key:
        return Key(self.kid, self.private, self.algorithm)


class KeyServer:
    """What it answers, and how often it was asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.keys: list[Any] = []
        self.asked = 0
        self.status = 200
        self.body: bytes | None = None
        self.headers: dict[str, str] = {}
        self.pause = 0.0
        self.trickle = False
        self.ahead: float | None = 0.0  # seconds by which its clock differs; None: it tells no time

    def answer(self) -> bytes:
        return json.dumps({"keys": self.keys}).encode() if self.body is None else self.body


def self_signed(path: Path) -> Path:
    """A new certificate for this machine and its key, in one file."""
    key, name = private_key("ES256"), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), 1, now - timedelta(hours=1), now + timedelta(hours=1)
    )
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return path


def _scheme(http: ThreadingHTTPServer, certificate: Path | None) -> str:
    if certificate is None:
        return "http"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    http.socket = context.wrap_socket(http.socket, server_side=True)
    return "https"


@contextmanager
def running(certificate: Path | None = None) -> Iterator[KeyServer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked += 1
            time.sleep(server.pause)
            body = server.answer()
            self.send_response(server.status)
            for name, value in {"Content-Length": str(len(body)), **server.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self._send(body)
            except OSError:
                return

        def _send(self, body: bytes) -> None:
            if not server.trickle:
                self.wfile.write(body)
                return
            for number in range(len(body)):
                self.wfile.write(body[number : number + 1])
                self.wfile.flush()
                time.sleep(0.05)

        def do_HEAD(self) -> None:
            self.send_response_only(server.status)
            if server.ahead is not None:
                self.send_header("Date", formatdate(time.time() + server.ahead, usegmt=True))
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        server = KeyServer(f"{_scheme(http, certificate)}://127.0.0.1:{http.server_port}/api/auth/jwks")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()


@contextmanager
def dripping(begin: bytes) -> Iterator[str]:
    """The URL of a server that answers `begin`, and then a digit now and then, without end."""

    def drip(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(4096)
            connection.sendall(begin)
            while not stop.wait(0.1):
                connection.sendall(b"0")

    def accept() -> None:
        with suppress(OSError):
            while True:
                threads.append(threading.Thread(target=drip, args=[listener.accept()[0]]))
                threads[-1].start()

    stop, listener = threading.Event(), socket.create_server(("127.0.0.1", 0))
    threads = [threading.Thread(target=accept)]
    threads[0].start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/api/auth/jwks"
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in threads:
            thread.join()
