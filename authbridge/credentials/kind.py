"""What a kind of credential is: where it is found, and how it is verified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from authbridge.conf import Conf
from authbridge.errors import TokenError
from authbridge.tokens.claims import BearerClaims
from authbridge.tokens.verifier import Verified

Find = Callable[[HttpRequest, Conf], str | None]
"""The text of the credential, None when there is none. Raises CredentialRefused for a form that nobody means."""
Verify = Callable[[str, HttpRequest, Conf, type[BearerClaims] | None], Verified]
"""Who it speaks for. Raises TokenError; `Unusable` when another kind of the same session may be asked instead."""


@dataclass(frozen=True, slots=True)
class CredentialKind:
    """One member of `SOURCES`. Kinds of the same `session` are one credential, since browsers always send both."""

    name: str
    find: Find
    verify: Verify
    is_cookie: bool = True
    session: str = ""


class Unusable(Exception):  # noqa: N818 - no fault of anybody: the next kind is asked
    """This credential is not forged, and yet cannot speak for anybody. `refusal` is the answer if no other can."""

    def __init__(self, refusal: TokenError) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
