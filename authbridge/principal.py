"""Who is calling, as a small frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

LOCAL = "local"
"""`Principal.source` of local accounts; their sessions are not Better Auth's."""


@dataclass(frozen=True, slots=True)
class Principal:
    """The person a verified credential speaks for.

    `id` is Better Auth's user id (or a local account's), always text. `session_id` is the session
    the credential belongs to, where it says so. `source` is who vouches: `better-auth` or `local`.
    It is not Django's user: no look-ups, no permissions, and an unknown attribute is an error.
    """

    id: str
    email: str | None = None
    email_verified: bool = False
    name: str | None = None
    roles: frozenset[str] = frozenset()
    session_id: str | None = None
    source: str = "better-auth"

    is_authenticated: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    @property
    def pk(self) -> str:
        """The id, under the name that Django REST framework's throttles ask for."""
        return self.id

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Nobody: the request carries no credential."""

    id: ClassVar[None] = None
    pk: ClassVar[None] = None
    is_authenticated: ClassVar[bool] = False
    is_anonymous: ClassVar[bool] = True

    def __str__(self) -> str:
        return "anonymous"


ANONYMOUS = Anonymous()
