"""The refusals of local accounts, as answers: status, wire code, sentence.

None says more than the caller may know: an unknown address, a wrong password and an inactive account
are one refusal.
"""

from __future__ import annotations

from typing import ClassVar

from rest_framework import status
from rest_framework.exceptions import APIException

from authbridge.authentication import challenge


class _Unauthorized(APIException):
    """401 with its challenge (RFC 9110 section 15.5.2)."""

    status_code = status.HTTP_401_UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__()
        self.auth_header = challenge()


class InvalidCredentials(_Unauthorized):
    """No active account has this address and this password."""

    default_code = "invalid_credentials"
    default_detail = "The e-mail address or the password is not right."


class InvalidRefreshToken(_Unauthorized):
    """Not a refresh token of ours, used before, or its session is over."""

    default_code = "invalid_token"
    default_detail = "The refresh token is not valid. Log in again."


class RefreshTokenExpired(_Unauthorized):
    """A good refresh token, past its end."""

    default_code = "token_expired"
    default_detail = "The refresh token has expired. Log in again."


class EmailTaken(APIException):
    """409: an account has this address already."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "email_taken"
    default_detail = "An account with this e-mail address exists. Log in, or reset its password."


class RegistrationClosed(APIException):
    """403: accounts are made by staff here."""

    status_code = status.HTTP_403_FORBIDDEN
    default_code = "registration_closed"
    default_detail = "Registration is closed. Ask the operator for an account."


class FormTooLarge(APIException):
    """413: a log-in form is two short fields."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "payload_too_large"
    default_detail = "The form is larger than a log-in can be."


class TooBusy(APIException):
    """429: this address, or everybody together, has as many passwords being hashed as may be at once."""

    status_code = status.HTTP_429_TOO_MANY_REQUESTS
    default_code = "rate_limited"
    default_detail = "Too many log-ins at this moment. Try again in a second."
    wait: ClassVar[int] = 1


class TooManyAttempts(APIException):
    """429: too many failures on one account from one address; `wait` is in seconds."""

    status_code = status.HTTP_429_TOO_MANY_REQUESTS
    default_code = "rate_limited"
    default_detail = "Too many failed log-ins. Wait before the next one."
    reason: ClassVar[str] = "too_many_attempts"

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.wait = wait


class TooManyFromAddress(TooManyAttempts):
    """429: log-ins to too many accounts have failed from one address."""

    default_detail = "Too many failed log-ins from this network address. Wait before the next one."
    reason = "too_many_accounts"
