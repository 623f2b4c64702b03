"""One row of each table as a small frozen value, the same from every database and adapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from authbridge.tokens.claims import role_names

_FIRST_MILLISECONDS = 100_000_000_000  # below it a number is seconds: 1973 in milliseconds, 5138 in seconds


@dataclass(frozen=True, slots=True)
class BetterAuthUser:
    """A person as Better Auth knows them. `roles` and the ban need DIRECTORY_ADMIN_COLUMNS."""

    id: str
    name: str
    email: str
    email_verified: bool
    created_at: datetime | None
    roles: frozenset[str] = frozenset()
    banned: bool = False
    ban_expires: datetime | None = None

    def is_banned(self, now: datetime) -> bool:
        return self.banned and (self.ban_expires is None or self.ban_expires > now)


@dataclass(frozen=True, slots=True)
class BetterAuthSession:
    """A session, without its token."""

    id: str
    user_id: str
    expires_at: datetime | None
    created_at: datetime | None
    ip_address: str | None = None
    user_agent: str | None = None

    def is_live(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at > now


def user(row: Mapping[str, Any]) -> BetterAuthUser:
    return BetterAuthUser(
        id=str(row["id"]),
        name=str(row["name"] or ""),
        email=str(row["email"] or ""),
        email_verified=bool(row["emailVerified"]),
        created_at=moment(row["createdAt"]),
        roles=role_names(row.get("role")),
        banned=bool(row.get("banned")),
        ban_expires=moment(row.get("banExpires")),
    )


def session(row: Mapping[str, Any]) -> BetterAuthSession:
    return BetterAuthSession(
        id=str(row["id"]),
        user_id=str(row["userId"]),
        expires_at=moment(row["expiresAt"]),
        created_at=moment(row["createdAt"]),
        ip_address=row["ipAddress"] or None,
        user_agent=row["userAgent"] or None,
    )


def moment(value: Any) -> datetime | None:
    """A moment as any adapter stores it: a timestamp with or without zone, ISO text, or a number.

    Without a zone it is UTC. A value that is none of these is None, which no check takes for live.
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value / 1000 if value >= _FIRST_MILLISECONDS else value, UTC)
    return None
