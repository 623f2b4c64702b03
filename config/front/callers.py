"""Whose a request seems to be, before anybody has looked whether it is: only to share the threads by."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from functools import lru_cache
from typing import Any

_SUBJECT = re.compile(rb'"sub"\s*:\s*"([^"\\]{1,255})"')


def caller(environ: dict[str, Any]) -> str:
    """The subject that the token names, verified or not, or the credential itself, or the address.

    Whoever forges one takes somebody else's share for the moment that it takes to refuse them.
    """
    credential = environ.get("HTTP_AUTHORIZATION") or environ.get("HTTP_COOKIE")
    if credential:
        return _subject(credential)
    return str(environ.get("HTTP_X_FORWARDED_FOR") or environ["REMOTE_ADDR"])


@lru_cache(maxsize=1024)
def _subject(credential: str) -> str:
    for part in credential.split(".")[1:2]:  # the claims of a JWT (RFC 7515, 3.1)
        try:
            found = _SUBJECT.search(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        except ValueError:
            continue
        if found:
            return "sub:" + found[1].decode("utf-8", "replace")
    return credential
