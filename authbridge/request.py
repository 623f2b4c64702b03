"""The request as views see it behind `BetterAuthAuthentication`, for type checkers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rest_framework.request import Request

from authbridge.principal import Principal


class AuthenticatedRequest(Request):
    """A DRF request whose `user` is a `Principal` and whose `auth` is the claims of its token."""

    if TYPE_CHECKING:
        # The stubs say Django's user and token; this narrows them, so that no view needs a cast.
        user: Principal  # type: ignore[assignment]
        auth: Mapping[str, Any]
