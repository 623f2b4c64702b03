"""Which form an answer has: the one that is asked for, else the one there is. And who reads the body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from config.releasing import remember


class LenientNegotiation(DefaultContentNegotiation):
    """No 406: an answer that was not asked for tells a client more than none (RFC 9110, 12.5.1 allows it)."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> Any:
        """The renderer that `Accept` prefers, or the first."""
        offered = list(renderers)
        try:
            return super().select_renderer(request, offered, format_suffix)
        except NotAcceptable:
            return offered[0], offered[0].media_type

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        """The parser of the body's media type, or None. Every view passes here before it reads a body."""
        remember(request)
        return super().select_parser(request, parsers)
