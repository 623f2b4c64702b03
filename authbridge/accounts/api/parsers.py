"""The form that OAuth 2.0 clients log in with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.http import QueryDict
from rest_framework.parsers import FormParser

from authbridge.accounts.errors import FormTooLarge

MAX_FORM_BYTES = 16 * 1024
"""Bytes of a form: the longest address and password, percent-encoded, and room to spare."""


class LoginFormParser(FormParser):
    """`application/x-www-form-urlencoded`, read no further than `MAX_FORM_BYTES`, always as UTF-8."""

    def parse(  # type: ignore[override]  # the stubs narrow what Django calls a QueryDict
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> QueryDict:
        body = stream.read(MAX_FORM_BYTES + 1)
        if len(body) > MAX_FORM_BYTES:
            raise FormTooLarge
        return QueryDict(body, encoding="utf-8")
