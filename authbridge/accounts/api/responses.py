"""What local accounts answer: tokens with their cookies, and who somebody is."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers, status
from rest_framework.response import Response

from authbridge import conf
from authbridge.accounts.models import User
from authbridge.accounts.sessions import cookies
from authbridge.accounts.sessions.families import Held
from authbridge.principal import LOCAL, Principal


class Person(serializers.Serializer[Any]):
    """Who somebody is: a local account's row, or what a Better Auth token says."""

    id = serializers.CharField()
    email = serializers.EmailField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    roles = serializers.ListField(child=serializers.CharField())
    source = serializers.ChoiceField([LOCAL, "better-auth"])  # type: ignore[assignment]  # a member named as an attribute of Field


class Tokens(serializers.Serializer[Any]):
    """RFC 6749 section 5.1. `refresh_token` is left out where the browser keeps it in a cookie."""

    access_token = serializers.CharField()
    token_type = serializers.ChoiceField(["Bearer"])
    expires_in = serializers.IntegerField(help_text="Seconds.")
    refresh_token = serializers.CharField(required=False)


class Registered(Tokens):
    """The tokens of a new account, and who it is."""

    user = Person()


def principal(user: User, family_id: str | None = None) -> Principal:
    """The principal that a user's access tokens speak for; `family_id` is their session."""
    return Principal(
        id=user.pk,
        email=user.email,
        name=user.name or None,
        roles=frozenset({user.role}),
        session_id=family_id,
        source=LOCAL,
    )


def person(somebody: Principal) -> dict[str, Any]:
    """As `Person`."""
    return {
        "id": somebody.id,
        "email": somebody.email,
        "name": somebody.name,
        "roles": sorted(somebody.roles),
        "source": somebody.source,
    }


def tokens(
    held: Held, *, show_refresh_token: bool = True, user: bool = False, status: int = status.HTTP_200_OK
) -> Response:
    """Answer with a new access token and what the client holds from now on, in the body and as cookies."""
    speaker = principal(held.user, held.family_id)
    access_token = conf.current().local_issuer.issue(speaker)
    body: dict[str, Any] = {
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": int(conf.keys().ACCESS_LIFETIME),
    }
    if show_refresh_token:
        body["refresh_token"] = held.refresh_token
    if user:
        body["user"] = person(speaker)
    response = Response(body, status=status)
    cookies.set_both(response, access_token, held)
    return response
