"""Our own access cookie: an API token that a browser keeps for us."""

from __future__ import annotations

from django.http import HttpRequest

from authbridge.conf import Conf
from authbridge.credentials.header import verify_api_token
from authbridge.credentials.kind import CredentialKind


def find_access_cookie(request: HttpRequest, conf: Conf) -> str | None:
    return request.COOKIES.get(conf.keys.ACCESS_COOKIE) or None


ACCESS_COOKIE = CredentialKind("access_cookie", find_access_cookie, verify_api_token)
