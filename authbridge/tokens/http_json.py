"""One small JSON document from one URL: no redirects, bounded in size and time."""

from __future__ import annotations

import json
import time
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

MAX_BYTES = 256 * 1024
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class FetchError(Exception):
    """Why there is no document; the text is for the operator."""


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


class _InTime(RawIOBase):
    """What a socket receives until a deadline: its own time-out begins anew with every byte that trickles in."""

    def __init__(self, raw: Any, sock: Any, deadline: float) -> None:
        self._raw, self._socket, self._deadline = raw, sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
        received: int | None = self._raw.readinto(buffer)
        return received

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    def __init__(self, sock: Any, *args: Any, deadline: float, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = BufferedReader(_InTime(self.fp.detach(), sock, deadline))


def _connection(kind: type[HTTPConnection], host: str, *, timeout: float, **options: Any) -> HTTPConnection:
    made = kind(host, timeout=timeout, **options)
    answer = partial(_Response, deadline=time.monotonic() + timeout)
    made.response_class = answer  # type: ignore[assignment]  # only ever called, which a partial can be
    return made


class _Plain(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_connection, HTTPConnection), req)


class _Tls(HTTPSHandler):
    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_connection, HTTPSConnection), req)


_opener = build_opener(_NoRedirects, _Plain, _Tls)


def is_safe(url: str) -> bool:
    """Whether a URL may be asked for keys: https, or http on this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)
    )


def fetch_json(url: str, timeout: float) -> Any:
    """The JSON document at `url`, within `timeout` seconds altogether. Raises FetchError."""
    if not is_safe(url):
        raise FetchError("the address is neither https nor on this machine")
    try:
        request = Request(url, headers={"Accept": "application/json", "User-Agent": "authbridge"})  # noqa: S310 - is_safe
        with _opener.open(request, timeout=timeout) as response:
            body = _body(response)
        return json.loads(body)
    except HTTPError as error:
        raise FetchError(f"it answered {error.code}") from None
    except (OSError, HTTPException) as error:
        raise _unanswered(error) from error
    except (ValueError, RecursionError) as error:
        raise FetchError("the answer is not JSON") from error


def server_time(url: str, timeout: float) -> float:
    """What time the server of `url` says it is (its `Date` field), in seconds since the epoch. Raises FetchError."""
    if not is_safe(url):
        raise FetchError("the address is neither https nor on this machine")
    try:
        request = Request(url, method="HEAD", headers={"User-Agent": "authbridge"})  # noqa: S310 - is_safe
        with _opener.open(request, timeout=timeout) as answer:
            said = answer.headers.get("Date")
    except HTTPError as error:
        said = error.headers.get("Date")
    except (OSError, HTTPException) as error:
        raise _unanswered(error) from error
    try:
        return parsedate_to_datetime(said).timestamp()
    except (TypeError, ValueError):
        raise FetchError("it does not say what time it is") from None


def _unanswered(error: Exception) -> FetchError:
    return FetchError(f"it did not answer: {getattr(error, 'reason', None) or type(error).__name__}")


def _body(response: Any) -> bytes:
    body = b""
    while chunk := response.read1(16_384):
        body += chunk
        if len(body) > MAX_BYTES:
            raise FetchError(f"the answer is larger than {MAX_BYTES} bytes")
    return body
