"""What the bodies of requests must look like, one serializer per shape, and reading one.

Strict, as the whole API: an unknown member, or a number where text belongs, is an error that names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, ClassVar

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as PasswordRefused
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request

from authbridge.accounts.fields import MAX_EMAIL_LENGTH, normalise_email
from authbridge.accounts.models import User
from authbridge.accounts.passwords.password_check import MAX_PASSWORD_LENGTH

MAX_TOKEN_LENGTH = 512


def parse_body(request: Request, body: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """The members of a body, checked; no body is an empty one. Raises `ValidationError` naming each at fault."""
    serializer = body(data=request.data)
    try:
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
    finally:
        # A serializer and its fields are a ring, in which all it has read would wait for a full collection.
        serializer.__dict__.pop("fields", None)
    return values


def require_good_password(password: str, user: User, member: str) -> None:
    """Ask Django's validators (AUTH_PASSWORD_VALIDATORS). Raises `ValidationError` naming the member."""
    try:
        validate_password(password, user)
    except PasswordRefused as refused:
        errors = [ErrorDetail(" ".join(error.messages), error.code or "invalid") for error in refused.error_list]
        raise serializers.ValidationError({member: errors}) from None


class Text(serializers.CharField):
    """Text and nothing that could be turned into text."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("This takes text.", code="wrong_type")
        return str(super().to_internal_value(data))


class Password(Text):
    """A password exactly as typed, blanks included."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=MAX_PASSWORD_LENGTH, write_only=True, **options)


class Token(Text):
    """A token exactly as it was given out: with a blank around it, it is another text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=MAX_TOKEN_LENGTH, **options)


class Email(Text):
    """An e-mail address in its one spelling."""

    def to_internal_value(self, data: Any) -> str:
        return normalise_email(super().to_internal_value(data))


class ValidEmail(serializers.EmailField, Email):
    """An address that mail could reach."""


class Flag(serializers.BooleanField):
    """true or false, and no word for them."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError("This takes true or false.", code="wrong_type")
        return data


class Body(serializers.Serializer[Any]):
    """A body whose members are all known."""

    default_error_messages: ClassVar = {"invalid": "This takes an object."}

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                raise serializers.ValidationError({name: [self._unknown(name)] for name in unknown[:20]})
        return super().to_internal_value(data)

    def _unknown(self, name: str) -> ErrorDetail:
        near = get_close_matches(name[:64].lower(), list(self.fields), n=1)
        return ErrorDetail("There is no such member." + (f" Did you mean {near[0]}?" if near else ""), "unknown")


class Registration(Body):
    email = ValidEmail(max_length=MAX_EMAIL_LENGTH)
    password = Password(min_length=8)
    name = Text(max_length=200, allow_blank=True, default="")


class Login(Body):
    email = Email(max_length=MAX_EMAIL_LENGTH)
    password = Password()


class LoginForm(serializers.Serializer[Any]):
    """The form of OAuth 2.0's password grant (RFC 6749 section 4.3.2), which API consoles send.

    Its other members (`grant_type`, `scope`, `client_id`, …) say nothing that would change the answer.
    """

    username = Email(max_length=MAX_EMAIL_LENGTH)
    password = Password()


class Refresh(Body):
    refresh_token = Token(required=False)


class Logout(Body):
    refresh_token = Token(required=False)
    everywhere = Flag(default=False)


class ResetRequest(Body):
    email = ValidEmail(max_length=MAX_EMAIL_LENGTH)


class ResetConfirmation(Body):
    token = Token()
    password = Password(min_length=8)


class PasswordChange(Body):
    current_password = Password()
    new_password = Password(min_length=8)
