"""The end of a session, asked for by its holder."""

from __future__ import annotations

from django.http import HttpRequest
from rest_framework.exceptions import PermissionDenied

from authbridge import audit, conf
from authbridge.accounts.errors import InvalidRefreshToken
from authbridge.accounts.events import AccountEvent
from authbridge.accounts.models import EndReason, RefreshFamily, RefreshToken
from authbridge.accounts.sessions import refresh_tokens
from authbridge.accounts.sessions.end import end_all_sessions, end_session
from authbridge.authentication import Unavailable
from authbridge.errors import TokenError
from authbridge.principal import LOCAL, Principal


def by_access_token(request: HttpRequest, principal: Principal, *, everywhere: bool) -> None:
    """End the session of an access token, or all of its user's. Raises `PermissionDenied` for a Better Auth one."""
    if principal.source != LOCAL or principal.session_id is None:
        raise PermissionDenied("This session belongs to Better Auth: sign out there.")
    _end(request, principal.id, principal.session_id, everywhere=everywhere)


def find_holder_by_database(request: HttpRequest) -> Principal | None:
    """Whose local access token this request carries, while the revocation list cannot be asked about it.

    The token must verify, and its session must be alive in the database: that is what the list would
    have said, and a token of a session that ended must not end others. None for everything else. One query.
    """
    scheme, _, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer":
        text = request.COOKIES.get(conf.keys().ACCESS_COOKIE, "")
    try:
        holder = conf.current().reader().read(text.strip()).principal
    except TokenError:
        return None
    alive = RefreshFamily.objects.filter(pk=holder.session_id, user_id=holder.id, ended_at=None)
    return holder if holder.source == LOCAL and alive.exists() else None


def by_refresh_token(request: HttpRequest, token: str, *, everywhere: bool) -> None:
    """End the session of a refresh token, or all of its user's.

    Ending one session takes any token of it, even a used or expired one, and an unknown token has
    nothing to end: whoever logs out is logged out afterwards. Raises `InvalidRefreshToken` for what has
    not the form of a token. Ending all of them takes a token that
    could still be refreshed; raises `InvalidRefreshToken` or `RefreshTokenExpired`.
    """
    if everywhere:
        row = refresh_tokens.find_token(token)
        if row.used_at is not None:
            raise InvalidRefreshToken
        _end(request, row.family.user_id, row.family_id, everywhere=True)
        return
    if not refresh_tokens.is_token(token):
        # Not a token at all, and so perhaps a mangled one of a session that goes on: that is not to be passed over.
        raise InvalidRefreshToken
    known = RefreshToken.objects.filter(digest=refresh_tokens.hash_token(token)).values_list(
        "family_id", "family__user_id"
    )
    for family_id, user_id in known:
        _end(request, user_id, family_id, everywhere=False)


def _end(request: HttpRequest, user_id: str, family_id: str, *, everywhere: bool) -> None:
    try:
        if everywhere:
            end_all_sessions(user_id, EndReason.LOGOUT)
        else:
            end_session(family_id, EndReason.LOGOUT)
    except Unavailable:
        audit.record_event(AccountEvent.LOGGED_OUT, request=request, user_id=user_id, reason="access_tokens_go_on")
        raise
    audit.record_event(
        AccountEvent.LOGGED_OUT, request=request, user_id=user_id, reason="everywhere" if everywhere else ""
    )
