"""The beginning of a session: a family of refresh tokens and its first one."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from authbridge import conf
from authbridge.accounts.models import RefreshFamily, User
from authbridge.accounts.sessions.refresh_tokens import IssuedTokens, create_token, store_token
from authbridge.client_address import stored


def start_session(user: User, *, address: str, user_agent: str) -> IssuedTokens:
    """Begin a session for `user` and issue its first refresh token; nobody's password is asked.

    `address` (IPv4 or IPv6; anything else is left out) and `user_agent` (200 characters are kept) are what
    the session's row says of its client. Two inserts.
    """
    now = timezone.now()
    family = RefreshFamily.objects.create(
        user=user,
        created_at=now,
        expires_at=now + timedelta(seconds=conf.keys().REFRESH_FAMILY_LIFETIME),
        address=stored(address),
        user_agent=user_agent.replace("\0", "")[:200],
    )
    token = create_token()
    return IssuedTokens(user, family.id, token, store_token(family, token, now).expires_at)
