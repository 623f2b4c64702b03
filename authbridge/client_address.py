"""The client's address, believing exactly as many proxies as the operator says there are."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

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


def stored(address: str) -> str | None:
    """The address for a row; None for what is none (a proxy's `unknown`, a Unix socket's nothing)."""
    found = _parsed(address)
    return None if found is None else str(found)


def neighbourhood(address: str) -> str:
    """What counts as one place: an IPv4 address, or the /64 that one IPv6 subscriber is given.

    Whatever is no address is one place together.
    """
    found = _parsed(address)
    if found is None:
        return ""
    return str(found) if isinstance(found, IPv4Address) else str(ip_network((int(found), 64), strict=False))


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    # Without the port, which some proxies write, and without the zone (`fe80::1%eth0`) of one machine only.
    bare = address[1:].partition("]")[0] if address.startswith("[") else address
    bare = bare.partition(":")[0] if bare.count(":") == 1 else bare
    try:
        found = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
