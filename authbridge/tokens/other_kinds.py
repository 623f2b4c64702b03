"""The payloads of other tokens that are signed by the same keys, recognised by their real shape.

A payload of the jwt plugin is by default the whole row of the user, so any single name may be a column
of somebody's table. What makes a token another kind is therefore never a name alone, but members that
only that kind has, together and of its types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from authbridge.errors import Reason, WrongKind

_REFRESH = frozenset({"refresh", "refresh_token"})
_OTHER_TYPES = frozenset({"id", "id_token", "logout", "logout_token"})
_LINK_MEMBERS = ("email", "updateTo", "requestType")
_HASHES = ("at_hash", "c_hash", "s_hash")  # OpenID Connect Core 3.1.3.6 and 3.3.2.11; FAPI 1.0
_BESIDE_A_NONCE = ("auth_time", "acr", "amr", "azp")


def refuse_other_kinds(claims: Mapping[str, Any]) -> None:
    """Raise WrongKind for a payload made for another purpose, naming the members that show it."""
    _refuse_email_link(claims)
    _refuse_session(claims)
    _refuse_named_types(claims)
    if "client_id" in claims and claims["client_id"] == claims.get("sub"):
        raise WrongKind(Reason.MACHINE_TOKEN, "client_id is sub: a client, not a person")
    _refuse_openid_tokens(claims)


def _refuse_email_link(claims: Mapping[str, Any]) -> None:
    """Better Auth's links (verification, change of address) say no `sub`; an API token always does."""
    found = [name for name in _LINK_MEMBERS if name in claims]
    if found and "sub" not in claims:
        raise WrongKind(Reason.EMAIL_LINK, f"{' and '.join(found)} without sub: an e-mail link")


def _refuse_session(claims: Mapping[str, Any]) -> None:
    """The session cookies, and an API token that carries the session itself: whoever reads it has the session."""
    session = claims.get("session")
    if not isinstance(session, Mapping):
        return
    if isinstance(claims.get("user"), Mapping):
        raise WrongKind(Reason.SESSION_COOKIE, "session and user are objects")
    if isinstance(session.get("token"), str):
        raise WrongKind(Reason.SESSION_COOKIE, "session.token")


def _refuse_named_types(claims: Mapping[str, Any]) -> None:
    for member in ("type", "token_type"):
        value = claims.get(member)
        if not isinstance(value, str):
            continue
        if value.lower() in _REFRESH:
            raise WrongKind(Reason.REFRESH_TOKEN, f"{member} is refresh")
        if value.lower() in _OTHER_TYPES:
            raise WrongKind(Reason.TOKEN_TYPE, f"{member} is {value.lower()}")


def _refuse_openid_tokens(claims: Mapping[str, Any]) -> None:
    """ID tokens (OpenID Connect Core section 2) and logout tokens (RFC 8417: `events` is an object of URIs)."""
    for name in _HASHES:
        if isinstance(claims.get(name), str):
            raise WrongKind(Reason.TOKEN_TYPE, f"{name}: an ID token")
    if isinstance(claims.get("nonce"), str):
        beside = [name for name in _BESIDE_A_NONCE if claims.get(name) is not None]
        if beside:
            raise WrongKind(Reason.TOKEN_TYPE, f"nonce and {beside[0]}: an ID token")
    # An access token of RFC 9068 may say both too, and always names its client.
    if isinstance(claims.get("acr"), str) and _is_number(claims.get("auth_time")) and "client_id" not in claims:
        raise WrongKind(Reason.TOKEN_TYPE, "acr and auth_time without client_id: an ID token")
    events = claims.get("events")
    if isinstance(events, Mapping) and any(":" in name for name in events):
        raise WrongKind(Reason.TOKEN_TYPE, "events: a logout token")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
