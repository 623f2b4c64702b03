"""Our two cookies, set and cleared here and nowhere else.

The access cookie goes with every request of the site (`__Host-`: https, this host, all paths); the
refresh cookie only to where it is used. Both are HttpOnly, so that no script can read them, and
SameSite=Lax. Both are Secure outside debug; a name with a prefix that demands it is Secure always
(RFC 6265bis section 4.1.3).
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from authbridge import conf
from authbridge.accounts.sessions.families import Held


def set_both(response: HttpResponseBase, access_token: str, held: Held) -> None:
    """Give the browser what the answer gives the client; each cookie ends when its token does."""
    keys = conf.keys()
    _set(response, keys.ACCESS_COOKIE, access_token, int(keys.ACCESS_LIFETIME), "/")
    seconds = int((held.refresh_expires_at - timezone.now()).total_seconds())
    _set(response, _refresh_name(), held.refresh_token, seconds, _refresh_path())


def clear_both(response: HttpResponseBase) -> None:
    """Take both back; a cookie is cleared by the attributes it was set with."""
    _set(response, conf.keys().ACCESS_COOKIE, "", 0, "/")
    _set(response, _refresh_name(), "", 0, _refresh_path())


def refresh_token(request: HttpRequest) -> str | None:
    """The refresh token that the browser sent along, if any."""
    return request.COOKIES.get(_refresh_name()) or None


def _refresh_name() -> str:
    # `__Host-` demands Path=/, which the refresh cookie must not have.
    return "__Secure-refresh_token" if conf.keys().ACCESS_COOKIE.startswith("__") else "refresh_token"


def _refresh_path() -> str:
    return reverse("accounts:refresh").rpartition("/")[0]


def _set(response: HttpResponseBase, name: str, value: str, seconds: int, path: str) -> None:
    secure = name.startswith("__") or not conf.debug()
    response.set_cookie(name, value, max_age=seconds, path=path, secure=secure, httponly=True, samesite="Lax")
