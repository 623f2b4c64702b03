"""The shapes of what local accounts answer: tokens, and who somebody is."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

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


def describe_person(person: Principal) -> dict[str, Any]:
    """The members of `Person`."""
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "roles": sorted(person.roles),
        "source": person.source,
    }
