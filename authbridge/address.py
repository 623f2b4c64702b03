"""The client's address, believing exactly as many proxies as the operator says there are."""

from __future__ import annotations

from django.http import HttpRequest

from authbridge import conf


def client_address(request: HttpRequest) -> str:
    """The address of the client, or empty when the server gives none (a Unix socket).

    With TRUSTED_PROXY_COUNT n > 0 it is the n-th entry of X-Forwarded-For from the right: each
    proxy appends the address it saw, and what stands further left is the client's own claim.
    """
    remote: str = request.META.get("REMOTE_ADDR") or ""
    count = conf.keys().TRUSTED_PROXY_COUNT
    if not count:
        return remote
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    # Fewer entries than proxies: the request did not come through all of them, so none is believed.
    return hops[-count] if len(hops) >= count else remote
