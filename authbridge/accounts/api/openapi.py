"""What the OpenAPI schema says of these routes. Nothing here changes what they do, or is loaded to serve them."""

from __future__ import annotations

from typing import Any, NamedTuple

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse, inline_serializer
from rest_framework import serializers

from authbridge.accounts.api import password_views, responses, session_views, token_views
from authbridge.accounts.api import serializers as bodies

_NO_CONTENT = OpenApiResponse(description="Done.")
# What any of these routes may answer: off, another method, too slow or long a body, its type, too fast, no database.
_ALWAYS = (400, 404, 405, 408, 413, 415, 429, 503)


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


class Operation(NamedTuple):
    """The one operation of a view. Without a description the view's own docstring is it."""

    id: str
    summary: str
    answers: dict[Any, Any]
    description: str = ""
    request: Any = None


OPERATIONS: dict[type[Any], Operation] = {
    session_views.RegisterView: Operation(
        id="register",
        summary="Open an account",
        description="Sets both cookies as well. Whether an address is taken shows in the answer, as it must: 409.",
        request={"application/json": bodies.Registration},
        answers=_answers({201: responses.Registered}, 403, 409),
    ),
    session_views.LoginView: Operation(
        id="login",
        summary="Log in",
        description="As JSON or as the form of OAuth 2.0's password grant. Sets both cookies as well. An unknown "
        "address, a wrong password and a closed account are one answer.",
        request={"application/json": bodies.Login, "application/x-www-form-urlencoded": bodies.LoginForm},
        answers=_answers({200: responses.Tokens}, 401, 403),
    ),
    token_views.RefreshView: Operation(
        id="refresh",
        summary="Exchange a refresh token for the next one",
        description="The token comes in the body or as the cookie. It works once; within the grace window it answers "
        "the same successor again, after it the whole session ends.",
        request={"application/json": bodies.Refresh},
        answers=_answers({200: responses.Tokens}, 401, 403),
    ),
    session_views.LogoutView: Operation(
        id="logout",
        summary="End this session, or every session",
        description="By access token, or by refresh token in the body or cookie. Access tokens stop at once.",
        request={"application/json": bodies.Logout},
        answers=_answers({204: _NO_CONTENT}, 401, 403),
    ),
    session_views.MeView: Operation(id="me", summary="Who am I", answers=_answers({200: responses.Person}, 401)),
    password_views.ResetView: Operation(
        id="requestPasswordReset",
        summary="Ask for a reset link by e-mail",
        description="The answer is the same whether an account has the address or not.",
        request={"application/json": bodies.ResetRequest},
        answers=_answers({202: inline_serializer("PasswordResetAsked", {"detail": serializers.CharField()})}),
    ),
    password_views.ResetConfirmView: Operation(
        id="confirmPasswordReset",
        summary="Set a new password by a reset link's token",
        description="The token works once. Every session of the account ends.",
        request={"application/json": bodies.ResetConfirmation},
        answers=_answers({204: _NO_CONTENT}),
    ),
    password_views.PasswordChangeView: Operation(
        id="changePassword",
        summary="Set a new password by the old one",
        description="Every session of the account ends; the answer begins a new one.",
        request={"application/json": bodies.PasswordChange},
        answers=_answers({200: responses.Tokens}, 401, 403),
    ),
}


class AccountSchema(AutoSchema):
    """Looks each view up."""

    @property
    def operation(self) -> Operation:
        return OPERATIONS[type(self.view)]

    def get_operation_id(self) -> str:
        return self.operation.id

    def get_tags(self) -> list[str]:
        return ["auth"]

    def get_summary(self) -> str:
        return self.operation.summary

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular's, without DRF's parameters
        return self.operation.description or str(super().get_description())

    def get_request_serializer(self) -> Any:
        return self.operation.request

    def get_response_serializers(self) -> Any:
        return self.operation.answers
