"""Reading a body, with every fault named."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError as PasswordRefused
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.serializers import Serializer, ValidationError

from authbridge.accounts.models import User


def read(request: Request, body: type[Serializer[Any]]) -> dict[str, Any]:
    """The members of a body, checked; no body is an empty one. Raises `ValidationError` naming each at fault."""
    serializer = body(data=request.data)
    try:
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
    finally:
        # A serializer and its fields are a ring, in which all it has read would wait for a full collection.
        serializer.__dict__.pop("fields", None)
    return values


def demand_good_password(password: str, user: User, member: str) -> None:
    """Ask Django's validators (AUTH_PASSWORD_VALIDATORS). Raises `ValidationError` naming the member."""
    try:
        validate_password(password, user)
    except PasswordRefused as refused:
        faults = [ErrorDetail(" ".join(error.messages), error.code or "invalid") for error in refused.error_list]
        raise ValidationError({member: faults}) from None
