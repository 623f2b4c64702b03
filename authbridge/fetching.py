"""One small JSON document from one URL: no redirects, bounded in size and time."""

from __future__ import annotations

import json
import time
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

MAX_BYTES = 256 * 1024
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class FetchError(Exception):
    """Why there is no document; the text is for the operator."""


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


_opener = build_opener(_NoRedirects)


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
    deadline = time.monotonic() + timeout
    try:
        request = Request(url, headers={"Accept": "application/json", "User-Agent": "authbridge"})  # noqa: S310 - is_safe
        with _opener.open(request, timeout=timeout) as response:
            body = _body(response, deadline)
        return json.loads(body)
    except HTTPError as error:
        raise FetchError(f"it answered {error.code}") from None
    except (OSError, HTTPException) as error:
        raise FetchError(f"it did not answer: {getattr(error, 'reason', None) or type(error).__name__}") from error
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
        raise FetchError(f"it did not answer: {getattr(error, 'reason', None) or type(error).__name__}") from error
    try:
        return parsedate_to_datetime(said).timestamp()
    except (TypeError, ValueError):
        raise FetchError("it does not say what time it is") from None


def _body(response: Any, deadline: float) -> bytes:
    body = b""
    # read1 returns what has arrived, so that a server that trickles cannot stretch the time.
    while chunk := response.read1(16_384):
        body += chunk
        if len(body) > MAX_BYTES:
            raise FetchError(f"the answer is larger than {MAX_BYTES} bytes")
        if time.monotonic() > deadline:
            raise FetchError("the answer took too long")
    return body
