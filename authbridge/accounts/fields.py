"""The column an e-mail address is kept in."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _EmailField = models.EmailField[str, str]
else:
    _EmailField = models.EmailField

MAX_EMAIL_LENGTH = 254
"""Characters of an address (RFC 3696, erratum 1690)."""


def normalise_email(address: str) -> str:
    """The one spelling of an address: NFC, no surrounding blanks, lower case.

    RFC 5321 section 2.4 lets the part before the @ depend on case; no mail host in use does, and two
    accounts that differ in case alone are a way to pass for somebody else. Better Auth stores lower
    case as well.

    What is far too long for an address stays as it is, for validation to refuse: normalising takes time that
    grows with the square of the marks in a row, and anybody may send an address.
    """
    if len(address) > 4 * MAX_EMAIL_LENGTH:
        return address
    return unicodedata.normalize("NFC", address).strip().lower()


class NormalisedEmailField(_EmailField):
    """An e-mail address in its one spelling, on every path in and in every look-up."""

    def to_python(self, value: Any) -> Any:
        return normalise_email(value) if isinstance(value, str) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        return normalise_email(value) if isinstance(value, str) else super().get_prep_value(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value
