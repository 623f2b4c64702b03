"""Addresses of clients as the database keeps them and as the guard counts them."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


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
    try:
        # Without the zone (`fe80::1%eth0`), which means something to one machine only.
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
