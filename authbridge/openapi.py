"""How the OpenAPI schema describes the credential (drf-spectacular). Importing this module registers it.

That happens when Django starts; or, where `SPECTACULAR_SETTINGS["PREPROCESSING_HOOKS"]` names
`authbridge.openapi.register`, when a schema is first made, and then no process that only serves
requests loads drf-spectacular.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class BetterAuthScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular's registry is untyped
    """`Authorization: Bearer` with a JSON Web Token (OpenAPI 3.1 section 4.8.27)."""

    target_class = "authbridge.authentication.BetterAuthAuthentication"
    match_subclasses = True
    name = "betterAuth"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "An access token of the Better Auth front end, or of a local account.",
        }


def register(endpoints: list[Any], **kwargs: Any) -> list[Any]:
    """A preprocessing hook that changes nothing: drf-spectacular has imported this module to call it."""
    return endpoints
