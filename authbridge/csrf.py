"""Who may send a cookie credential with a write: the pages of trusted origins, and nobody else.

A browser adds cookies to requests that other sites cause, so a cookie alone does not say that the
person meant it. Browsers name the page that asks in `Origin` and in `Sec-Fetch-Site` (Fetch
Metadata), and no page can change either. A client that sends neither is told to use the header.
"""

from __future__ import annotations

from django.http import HttpRequest

from authbridge.conf import Conf
from authbridge.errors import CrossSiteRefused, Reason

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def enforce(request: HttpRequest, conf: Conf) -> None:
    """Raise CrossSiteRefused unless a trusted page sent this write; reads change nothing and pass."""
    if request.method in SAFE_METHODS or conf.keys.CSRF_OFF_REASON:
        return
    origin = request.META.get("HTTP_ORIGIN")
    if origin is not None:
        if origin not in conf.trusted_origins and origin != f"{request.scheme}://{request.get_host()}":
            raise CrossSiteRefused(Reason.CROSS_SITE, "Origin is not trusted")
    elif request.META.get("HTTP_SEC_FETCH_SITE") != "same-origin":
        raise CrossSiteRefused(Reason.CROSS_SITE, "neither Origin nor Sec-Fetch-Site says same-origin")
