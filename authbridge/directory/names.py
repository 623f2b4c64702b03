"""What Better Auth's tables and columns are called in this installation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from authbridge import conf
from authbridge.conf.settings import Keys

# Better Auth's own names (Kysely's migration); Drizzle's are the same in snake_case.
USER_COLUMNS = ("id", "name", "email", "emailVerified", "createdAt")
ADMIN_COLUMNS = ("role", "banned", "banExpires")
SESSION_COLUMNS = ("id", "userId", "expiresAt", "createdAt", "ipAddress", "userAgent")
# What may be renamed: also columns that nothing here reads.
KNOWN = frozenset((*USER_COLUMNS, *ADMIN_COLUMNS, *SESSION_COLUMNS, "token", "banReason", "impersonatedBy"))

_CAPITAL = re.compile(r"(?<=[a-z])([A-Z])")


@dataclass(frozen=True, slots=True)
class Names:
    """Table names, and the column that each of Better Auth's names stands for. Values are unquoted."""

    user_table: str
    session_table: str
    user_columns: tuple[str, ...]
    snake: bool
    renamed: tuple[tuple[str, str], ...]

    def column(self, name: str) -> str:
        renamed = dict(self.renamed).get(name)
        if renamed is not None:
            return renamed
        return _CAPITAL.sub(r"_\1", name).lower() if self.snake else name


def names() -> Names:
    """The names now. Raises ValueError naming an entry of DIRECTORY_COLUMNS that cannot be meant."""
    return _names(conf.keys())


@lru_cache(maxsize=8)
def _names(keys: Keys) -> Names:
    renamed = []
    for entry in keys.DIRECTORY_COLUMNS:
        ours, equals, theirs = entry.partition("=")
        if not equals or not theirs or ours not in KNOWN:
            raise ValueError(f"DIRECTORY_COLUMNS has {entry!r}; an entry is better_auth_name=column.")
        renamed.append((ours, theirs))
    admin = keys.DIRECTORY_ADMIN_COLUMNS
    return Names(
        user_table=keys.DIRECTORY_USER_TABLE,
        session_table=keys.DIRECTORY_SESSION_TABLE,
        user_columns=USER_COLUMNS + (ADMIN_COLUMNS if admin else ()),
        snake=keys.DIRECTORY_NAMING == "snake",
        renamed=tuple(renamed),
    )
