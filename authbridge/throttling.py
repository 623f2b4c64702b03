"""Rates for DRF views; off, they cost nothing.

`PrincipalRateThrottle` counts a person (or, without one, an address), `AddressRateThrottle` an
address, and `rates.count` whatever a caller names, such as an account. The outcome is left on the
request for the RateLimit fields (IETF draft-ietf-httpapi-ratelimit-headers).
"""

from __future__ import annotations

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from authbridge import audit, conf, signals
from authbridge.client_address import client_address, neighbourhood
from authbridge.permissions import caller_of
from authbridge.rate_limit import Outcome, Rate, count, parse_rate

__all__ = [
    "AddressRateThrottle",
    "Outcome",
    "PrincipalRateThrottle",
    "Rate",
    "count",
    "parse_rate",
    "rate_limit_fields",
]

_OUTCOME = "_authbridge_rate"


class PrincipalRateThrottle(BaseThrottle):
    """At most `THROTTLE_RATE` requests by one person; without one, by one address.

    A subclass may fix `rate`, and `name`, which tells its count from the others.
    """

    name = "principal"
    rate: str | None = None

    def ident(self, request: Request) -> str:
        if request.user is not None and request.user.is_authenticated:
            return str(caller_of(request).pk)
        return "address:" + _place(request)

    def allow_request(self, request: Request, view: APIView) -> bool:
        rate = parse_rate(conf.keys().THROTTLE_RATE if self.rate is None else self.rate)
        if rate is None:
            return True
        ident = self.ident(request)
        self.outcome = count(self.name, ident, rate)
        setattr(request._request, _OUTCOME, self.outcome)
        if not self.outcome.allowed:
            audit.limited(request._request, ident)
            signals.rate_exceeded.send_robust(type(self), request=request._request, ident=ident)
        return self.outcome.allowed

    def wait(self) -> float | None:
        return float(self.outcome.reset)


class AddressRateThrottle(PrincipalRateThrottle):
    """The rate of one address, for views that anybody may call."""

    name = "address"

    def ident(self, request: Request) -> str:
        return _place(request)


def _place(request: Request) -> str:
    # A subscriber has as many addresses of IPv6 as they like; they are one place.
    return neighbourhood(client_address(request._request))


def rate_limit_fields(request: HttpRequest) -> dict[str, str]:
    """The RateLimit and RateLimit-Policy fields of a response; empty when nothing was counted."""
    outcome: Outcome | None = getattr(request, _OUTCOME, None)
    if outcome is None:
        return {}
    name, rate = outcome.name, outcome.rate
    return {
        "RateLimit-Policy": f'"{name}";q={rate.limit};w={rate.window}',
        "RateLimit": f'"{name}";r={max(outcome.remaining, 0)};t={outcome.reset}',
    }
