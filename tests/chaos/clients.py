"""A client as bytes on a connection: next to nothing of the processor is its own."""

from __future__ import annotations

import socket
import ssl

from tests.deploy.proxy import HOST, Proxy


def request(method: str, path: str, body: bytes = b"", /, **headers: str) -> bytes:
    """An HTTP/1.1 request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", *(f"{name}: {value}" for name, value in headers.items())]
    lines += [f"Content-Length: {len(body)}", "Content-Type: application/json"] if body else []
    return "\r\n".join([*lines, "", ""]).encode() + body


class Client:
    """One address that asks again and again, over one connection while it lasts."""

    def __init__(self, proxy: Proxy, context: ssl.SSLContext, address: str) -> None:
        self._to, self._context, self._address = ("127.0.0.1", proxy.port), context, address
        self._connection: ssl.SSLSocket | None = None

    def connect(self) -> ssl.SSLSocket:
        """A further connection from this address."""
        plain = socket.create_connection(self._to, 20, (self._address, 0))
        return self._context.wrap_socket(plain, server_hostname=HOST)

    def ask(self, content: bytes) -> int:
        """Send it and return the status; a connection that ended is made anew the next time."""
        self._connection = self._connection or self.connect()
        try:
            self._connection.sendall(content)
            return self._status()
        except OSError:
            self.hang_up()
            raise

    def _status(self) -> int:
        assert self._connection is not None
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._some()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")), 0)
        while len(body) < length:
            body += self._some()
        if b"connection: close" in head.lower():
            self.hang_up()
        return int(head[9:12])

    def _some(self) -> bytes:
        assert self._connection is not None
        some = self._connection.recv(65536)
        if not some:
            raise ConnectionResetError("closed before the answer was whole")
        return some

    def hang_up(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
