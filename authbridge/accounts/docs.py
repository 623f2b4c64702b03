"""What the OpenAPI schema says of these routes. Nothing here changes what they do."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers

from authbridge.accounts import answers, bodies

_TAGS = ["auth"]
_NO_CONTENT = OpenApiResponse(description="Done.")
# What any of these routes may answer: off, another method, another media type, too fast, database away.
_ALWAYS = (400, 404, 405, 413, 415, 429, 503)


class Fault(serializers.Serializer[Any]):
    """One member at fault."""

    pointer = serializers.CharField(required=False, help_text="A JSON pointer (RFC 6901) into the body.")
    parameter = serializers.CharField(required=False)
    code = serializers.CharField()
    detail = serializers.CharField()


class AuthProblem(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    request_id = serializers.CharField()
    errors = Fault(many=True)  # type: ignore[assignment]  # a member named as an attribute of Serializer


def _answers(good: dict[int, Any], *refusals: int) -> dict[Any, Any]:
    problems = {(status, "application/problem+json"): AuthProblem for status in sorted({*_ALWAYS, *refusals})}
    return {**good, **problems}


register = extend_schema(
    operation_id="register",
    tags=_TAGS,
    summary="Open an account",
    description="Sets both cookies as well. Whether an address is taken shows in the answer, as it must: 409.",
    request={"application/json": bodies.Registration},
    responses=_answers({201: answers.Registered}, 403, 409),
)
login = extend_schema(
    operation_id="login",
    tags=_TAGS,
    summary="Log in",
    description="As JSON or as the form of OAuth 2.0's password grant. Sets both cookies as well. An unknown "
    "address, a wrong password and a closed account are one answer.",
    request={"application/json": bodies.Login, "application/x-www-form-urlencoded": bodies.LoginForm},
    responses=_answers({200: answers.Tokens}, 401, 403),
)
refresh = extend_schema(
    operation_id="refresh",
    tags=_TAGS,
    summary="Exchange a refresh token for the next one",
    description="The token comes in the body or as the cookie. It works once; within the grace window it answers "
    "the same successor again, after it the whole session ends.",
    request={"application/json": bodies.Refresh},
    responses=_answers({200: answers.Tokens}, 401, 403),
)
logout = extend_schema(
    operation_id="logout",
    tags=_TAGS,
    summary="End this session, or every session",
    description="By access token, or by refresh token in the body or cookie. Access tokens stop at once.",
    request={"application/json": bodies.Logout},
    responses=_answers({204: _NO_CONTENT}, 401, 403),
)
me = extend_schema(operation_id="me", tags=_TAGS, summary="Who am I", responses=_answers({200: answers.Person}, 401))
reset = extend_schema(
    operation_id="requestPasswordReset",
    tags=_TAGS,
    summary="Ask for a reset link by e-mail",
    description="The answer is the same whether an account has the address or not.",
    request={"application/json": bodies.ResetRequest},
    responses=_answers({202: inline_serializer("PasswordResetAsked", {"detail": serializers.CharField()})}),
)
reset_confirm = extend_schema(
    operation_id="confirmPasswordReset",
    tags=_TAGS,
    summary="Set a new password by a reset link's token",
    description="The token works once. Every session of the account ends.",
    request={"application/json": bodies.ResetConfirmation},
    responses=_answers({204: _NO_CONTENT}),
)
change = extend_schema(
    operation_id="changePassword",
    tags=_TAGS,
    summary="Set a new password by the old one",
    description="Every session of the account ends; the answer begins a new one.",
    request={"application/json": bodies.PasswordChange},
    responses=_answers({200: answers.Tokens}, 401, 403),
)
