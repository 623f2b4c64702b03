"""The requests that views see, for type checkers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from authbridge.principal import Principal

if TYPE_CHECKING:
    from rest_framework.request import Request
else:
    try:
        from rest_framework.request import Request
    except ImportError:  # DRF is an extra; plain views need none of it
        Request = object


class PrincipalRequest(HttpRequest):
    """A plain Django request behind `principal_required`, or one of Django Ninja behind `BetterAuth`."""

    if TYPE_CHECKING:
        principal: Principal
        claims: Mapping[str, Any]


class AuthenticatedRequest(Request):
    """A DRF request whose `user` is a `Principal` and whose `auth` is the claims of its token."""

    if TYPE_CHECKING:
        # The stubs say Django's user and token; this narrows them, so that no view needs a cast.
        user: Principal  # type: ignore[assignment]
        auth: Mapping[str, Any]
