"""Whether a session is still live, asked of Better Auth's own table.

Turns sign-out, revocation, a ban and removal into a refusal of the next request, at the price of
one query, or of one every LIVE_SESSION_SECONDS for each session and process.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from types import MappingProxyType

from django.db import DatabaseError, InterfaceError

from authbridge import conf
from authbridge.directory.queries import session_and_user
from authbridge.directory.rows import BetterAuthSession, BetterAuthUser
from authbridge.errors import CannotDecide, ClaimRefused, Reason, TokenEnded
from authbridge.principal import Principal
from authbridge.tokens.session_cookies import token_digest
from authbridge.tokens.verifier import Verified

_MAX_REMEMBERED = 4096
# (session id, user id) of live sessions, and until when that is believed.
_remembered: dict[tuple[str, str], float] = {}


def require_live(verified: Verified) -> None:
    """Raise TokenEnded unless the session of a token is live, and its person not banned.

    A token without a session id cannot be tied to a session, so it is refused (ClaimRefused).
    CannotDecide while the table cannot be read.
    """
    principal = verified.principal
    if principal.session_id is None:
        raise ClaimRefused(Reason.NO_SESSION_ID, conf.keys().SESSION_ID_CLAIM)
    key = (principal.session_id, principal.id)
    if _remembered.get(key, 0.0) > time.time():
        return
    _remembered.pop(key, None)
    session, _user = _live("id", principal.session_id)
    if session.user_id != principal.id:
        raise TokenEnded(Reason.SESSION_ENDED, "the session is another person's")
    _remember(key)


def session_of_token(token: str) -> Verified:
    """The live session behind a session token, as if it were a token's claims. Raises TokenError."""
    keys = conf.keys()
    session, user = _live("token", token_digest(token) if keys.DIRECTORY_TOKEN_DIGEST else token)
    # The end is known: a session without one is not live.
    ends = session.expires_at.timestamp() if session.expires_at else 0.0
    begun = session.created_at.timestamp() if session.created_at else 0.0
    claims = {"sub": user.id, "sid": session.id, "exp": ends, "iat": begun, "email": user.email, "name": user.name}
    principal = Principal(
        id=user.id,
        email=user.email,
        email_verified=user.email_verified,
        name=user.name,
        roles=user.roles if keys.ROLES_CLAIM else frozenset(),
        session_id=session.id,
    )
    return Verified(MappingProxyType(claims), principal, ends)


def forget() -> None:
    """Believe nothing that was asked before."""
    _remembered.clear()


def _live(column: str, value: str) -> tuple[BetterAuthSession, BetterAuthUser]:
    try:
        found = session_and_user(column, value)
    except (DatabaseError, InterfaceError) as error:
        raise CannotDecide(Reason.DIRECTORY_UNAVAILABLE, "Better Auth's tables cannot be read") from error
    if found is None:
        raise TokenEnded(Reason.SESSION_ENDED, "there is no such session")
    session, user = found
    now = datetime.now(UTC)
    if not session.is_live(now):
        raise TokenEnded(Reason.SESSION_ENDED, "the session has expired")
    if user.is_banned(now):
        raise TokenEnded(Reason.SESSION_ENDED, "the person is banned")
    return found


def _remember(key: tuple[str, str]) -> None:
    seconds = conf.keys().LIVE_SESSION_SECONDS
    if not seconds:
        return
    if len(_remembered) >= _MAX_REMEMBERED:
        _remembered.clear()
    _remembered[key] = time.time() + seconds
