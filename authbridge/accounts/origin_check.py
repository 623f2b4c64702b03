"""Which pages may use cookies here, and which may log somebody in."""

from __future__ import annotations

from django.http import HttpRequest

from authbridge import conf, csrf
from authbridge.authentication import CrossSite, reject
from authbridge.errors import TokenError


def require_trusted_origin(request: HttpRequest) -> None:
    """The request acts by a cookie: 403 unless a trusted page sent it, as for every cookie credential."""
    try:
        csrf.enforce(request, conf.current())
    except TokenError as error:
        reject(None, request, error)
        raise CrossSite from None


def refuse_cross_site(request: HttpRequest) -> None:
    """The request will set cookies: 403 for a page of another site, which could log its visitor in as itself.

    What says nothing of a page is no browser and passes.
    """
    if "HTTP_ORIGIN" in request.META or "HTTP_SEC_FETCH_SITE" in request.META:
        require_trusted_origin(request)
