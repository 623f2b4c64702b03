"""What protects pages: the Content Security Policy of each, and what changes when they are served over TLS."""

from __future__ import annotations

from typing import Any

_BASE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}


def _policy(**directives: str) -> str:
    named = {name.replace("_", "-"): value for name, value in directives.items()}
    return "; ".join(f"{name} {value}" for name, value in (_BASE | named).items())


# By the beginning of the path (CSP level 3, https://www.w3.org/TR/CSP3/); no page runs a script that a page carries.
POLICIES = {
    "/admin/": _policy(),
    "/api/docs": _policy(),
}
API_POLICY = "default-src 'none'; frame-ancestors 'none'"


def policy(path: str, policies: dict[str, str]) -> str:
    """The Content-Security-Policy of the page at `path`; a page without one of its own may load nothing."""
    return next((found for start, found in policies.items() if path.startswith(start)), API_POLICY)


def service_url(hosts: list[str], *, https: bool, port: int) -> str:
    """Where people reach the service, as far as other settings say: its first host that is a name; else empty.

    Behind TLS that is https at the usual port, without it http at the port that the service listens on.
    """
    host = next((host for host in hosts if host and not host.startswith((".", "*"))), "")
    if not host:
        return ""
    return f"https://{host}" if https else f"http://{host}:{port}"


def https(*, on: bool, proxies: int, hsts_seconds: int) -> dict[str, Any]:
    """Django's settings for a service that is reached over TLS, or none.

    Cookies are then `Secure` and `__Host-` (RFC 6265bis, 4.1.3.2), pages redirect to https, and browsers
    are told to come back by https only (HSTS, RFC 6797). `X-Forwarded-Proto` counts only behind a proxy.
    """
    if not on:
        return {}
    settings: dict[str, Any] = {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": hsts_seconds,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-csrf",
    }
    if proxies:
        settings["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
    return settings
