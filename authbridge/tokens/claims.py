"""The payloads that Better Auth really issues, and what each says about the person.

A shape refuses the payloads of the other kinds (`other_kinds`), so that a link from an e-mail or a
cookie's content cannot be presented as an API token (RFC 8725 section 3.12). There is no fallback
from one claim to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf
from types import MappingProxyType
from typing import Any, Protocol

from authbridge.errors import ClaimRefused, Reason
from authbridge.principal import Principal
from authbridge.tokens.other_kinds import refuse_other_kinds
from authbridge.tokens.session_cookies import token_digest

Claims = Mapping[str, Any]

MAX_ID = 255


class Shape(Protocol):
    """What a payload means."""

    def principal(self, claims: Claims) -> Principal:
        """Who it speaks for. Raises ClaimRefused or WrongKind when it is another kind of payload."""

    def public(self, claims: Claims) -> Claims:
        """The claims that a view may see."""

    def ends(self, claims: Claims) -> float:
        """When what it speaks of is over, besides `exp`, in seconds since the epoch."""


@dataclass(frozen=True)
class BearerClaims:
    """An API token: which claim is the user's id, e-mail, name, roles and session.

    Subclass it for a payload of your own; `AUTHBRIDGE["SHAPE_CLASS"]` names the class for
    every view, `shape_class` of an authenticator for some.
    `roles` empty means that no token gives anybody a role.
    """

    user_id: str = "sub"
    email: str = "email"
    email_verified: str = "emailVerified"
    name: str = "name"
    roles: str = ""
    session_id: str = "sid"
    source: str = "better-auth"

    def principal(self, claims: Claims) -> Principal:
        refuse_other_kinds(claims)
        return Principal(
            id=identifier(claims.get(self.user_id), self.user_id),
            email=_text(claims.get(self.email)),
            email_verified=claims.get(self.email_verified) is True,
            name=_text(claims.get(self.name)),
            roles=role_names(claims.get(self.roles)) if self.roles else frozenset(),
            session_id=optional_identifier(claims.get(self.session_id), self.session_id),
            source=self.source,
        )

    def public(self, claims: Claims) -> Claims:
        return claims

    def ends(self, claims: Claims) -> float:
        return inf


@dataclass(frozen=True)
class SessionDataClaims:
    """The content of Better Auth's `session_data` cookie (`cookieCache.strategy: "jwt"`).

    The user is `user.id` and must be the `userId` of the session. `version` is Better Auth's
    `cookieCache.version`; empty accepts any. A role is read only when `roles` names the field. The
    cookie holds the live session token: what views see has its digest instead.
    """

    version: str = ""
    roles: str = ""

    def principal(self, claims: Claims) -> Principal:
        session, user = _object(claims, "session"), _object(claims, "user")
        user_id = identifier(user.get("id"), "user.id")
        if session.get("userId") != user.get("id"):
            raise ClaimRefused(Reason.SUBJECT, "session.userId is not user.id")
        if self.version and claims.get("version") != self.version:
            raise ClaimRefused(Reason.REQUIRED_CLAIM, "version")
        return Principal(
            id=user_id,
            email=_text(user.get("email")),
            email_verified=user.get("emailVerified") is True,
            name=_text(user.get("name")),
            roles=role_names(user.get(self.roles)) if self.roles else frozenset(),
            session_id=identifier(session.get("id"), "session.id"),
        )

    def public(self, claims: Claims) -> Claims:
        session = dict(_object(claims, "session"))
        token = session.pop("token", None)
        if isinstance(token, str):
            session["tokenDigest"] = token_digest(token)
        return MappingProxyType({**claims, "session": MappingProxyType(session)})

    def ends(self, claims: Claims) -> float:
        """The end of the session itself, which Better Auth writes as ISO 8601 text."""
        try:
            return datetime.fromisoformat(_object(claims, "session")["expiresAt"]).timestamp()
        except (KeyError, TypeError, ValueError):
            raise ClaimRefused(Reason.BAD_DATE, "session.expiresAt") from None


def identifier(value: Any, claim: str) -> str:
    """An id: text of 1 to 255 visible characters. Raises ClaimRefused naming the claim."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_ID or " " in value or not value.isprintable():
        raise ClaimRefused(Reason.SUBJECT, claim)
    return value


def optional_identifier(value: Any, claim: str) -> str | None:
    return None if value is None else identifier(value, claim)


def role_names(value: Any) -> frozenset[str]:
    """Roles as Better Auth's admin plugin writes them: one text, several joined by commas; or a list."""
    parts: Iterable[Any]
    if isinstance(value, str):
        parts = value.split(",")
    elif isinstance(value, tuple):
        parts = value
    else:
        return frozenset()
    return frozenset(part.strip() for part in parts if isinstance(part, str) and part.strip())


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _object(claims: Claims, member: str) -> Claims:
    value = claims.get(member)
    if not isinstance(value, Mapping):
        raise ClaimRefused(Reason.REQUIRED_CLAIM, member)
    return value
